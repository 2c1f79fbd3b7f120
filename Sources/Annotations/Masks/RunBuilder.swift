/// Collects foreground runs in column-major order into alternating counts, zeros first, as pycocotools orders them.
struct RunBuilder {
  private var counts: [UInt32] = []
  private var end = 0

  /// Adds the pixels of a range, which starts at or behind the end of the one before.
  mutating func append(_ foreground: Range<Int>) {
    if foreground.lowerBound == end, !counts.isEmpty {
      counts[counts.count - 1] += UInt32(foreground.count)
    } else {
      counts.append(UInt32(foreground.lowerBound - end))
      counts.append(UInt32(foreground.count))
    }
    end = foreground.upperBound
  }

  /// The counts of a mask of this many pixels.
  consuming func finish(pixels: Int) -> [UInt32] {
    if end < pixels || counts.isEmpty { counts.append(UInt32(pixels - end)) }
    return counts
  }
}
