import Annotations

/// Masks as compressed text, one behind the other: a fifth of the memory of their runs. Some may be left out.
struct CompressedMasks: MaskSource {
  /// The texts, in pieces: a piece that is full never moves.
  private var pieces: [[UInt8]] = []
  private var masks: [Mask] = []

  /// Bytes after which a piece is full.
  private static let pieceSize = 1 << 20

  /// A mask's text and size; of no pixels where the mask was left out.
  private struct Mask {
    var piece: UInt32
    let start, end: UInt32
    let height, width: UInt32
  }

  /// Number of masks.
  var count: Int { masks.count }

  /// Adds a mask by its text.
  mutating func append(_ text: UnsafeBufferPointer<UInt8>, height: Int, width: Int) {
    if pieces.isEmpty || pieces[pieces.count - 1].count + text.count > Self.pieceSize { pieces.append([]) }
    let piece = pieces.count - 1
    let start = pieces[piece].count
    pieces[piece].append(contentsOf: text)
    masks.append(
      Mask(
        piece: UInt32(piece), start: UInt32(start), end: UInt32(start + text.count), height: UInt32(height),
        width: UInt32(width)))
  }

  /// Leaves a mask out that nobody will ask for.
  mutating func appendNothing() { masks.append(Mask(piece: 0, start: 0, end: 0, height: 0, width: 0)) }

  /// Adds the masks of another.
  mutating func append(_ other: CompressedMasks) {
    let first = UInt32(pieces.count)
    pieces += other.pieces
    masks.reserveCapacity(masks.count + other.masks.count)
    for var mask in other.masks {
      mask.piece += first
      masks.append(mask)
    }
  }

  func appendRuns(of index: Int, to runs: inout [UInt32]) throws(MaskError) {
    let mask = masks[index]
    precondition(mask.height > 0, "mask \(index) was left out")
    let failure: MaskError? = pieces[Int(mask.piece)].withUnsafeBufferPointer { piece in
      do throws(MaskError) {
        try RunLengthMask.decompress(
          piece.extracting(Int(mask.start)..<Int(mask.end)), height: Int(mask.height),
          width: Int(mask.width), into: &runs)
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw failure }
  }
}
