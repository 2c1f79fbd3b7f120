import Annotations

/// Masks as compressed text, one behind the other: a fifth of the memory of their runs.
struct CompressedMasks: MaskSource {
  private var text: [UInt8] = []
  /// Where each mask's text ends, and its size.
  private var masks: [(end: Int, height: UInt32, width: UInt32)] = []

  /// Number of masks.
  var count: Int { masks.count }

  /// Adds a mask whose text is appended by a function.
  mutating func append(height: Int, width: Int, _ write: (inout [UInt8]) -> Void) {
    write(&text)
    masks.append((text.count, UInt32(height), UInt32(width)))
  }

  /// Adds the masks of another.
  mutating func append(_ other: CompressedMasks) {
    let start = text.count
    text += other.text
    masks += other.masks.map { (start + $0.end, $0.height, $0.width) }
  }

  func appendRuns(of index: Int, to runs: inout [UInt32]) throws(MaskError) {
    let mask = masks[index]
    let start = index == 0 ? 0 : masks[index - 1].end
    try RunLengthMask.decompress(
      text.span.extracting(start..<mask.end), height: Int(mask.height), width: Int(mask.width), into: &runs)
  }
}
