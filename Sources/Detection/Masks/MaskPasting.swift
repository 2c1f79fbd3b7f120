import Recipes

/// Lays the grid of mask probabilities that the head predicts into the image.
struct MaskPasting {
  /// Cells along each side of the grid.
  let side: Int
  /// How the grid lies in its box.
  let mode: Recipe.Detector.MaskHead.Pasting

  /// The pixels whose probability reaches ½, as a bitmap of just the box.
  ///
  /// - Parameters:
  ///   - probabilities: side × side, row by row.
  ///   - box: in pixels of the image.
  func callAsFunction(_ probabilities: [Float], in box: CornerBox, imageSize: ImageSize) -> CroppedMask {
    let columns = taps(from: box.x1, to: box.x2, limit: imageSize.width)
    let rows = taps(from: box.y1, to: box.y2, limit: imageSize.height)
    var bits = [UInt8](repeating: 0, count: columns.taps.count * rows.taps.count)
    bits.withUnsafeMutableBufferPointer { bits in
      for (y, row) in rows.taps.enumerated() {
        let blended = blend(probabilities, row: row)
        for (x, tap) in columns.taps.enumerated() {
          let value = blended[tap.lower] * (1 - tap.share) + blended[tap.lower + 1] * tap.share
          bits[y * columns.taps.count + x] = value >= 0.5 ? 1 : 0
        }
      }
    }
    return CroppedMask(
      originX: columns.origin, originY: rows.origin, width: columns.taps.count, height: rows.taps.count,
      bits: bits)
  }

  /// Where a pixel falls between two neighbours of the grid with a rim of zeros: cell i of the grid is i + 1 there.
  private struct Tap {
    let lower: Int
    let share: Float

    init(_ position: Float, side: Int) {
      let clamped = min(max(position, -1), Float(side))
      lower = min(Int(clamped + 1), side)
      share = clamped + 1 - Float(lower)
    }
  }

  /// The pixels that a box covers along an axis, each with its place on the grid.
  private func taps(from low: Float, to high: Float, limit: Int) -> (origin: Int, taps: [Tap]) {
    let pixels: Range<Int>
    let position: (Int) -> Float
    switch mode {
    case .exact:
      pixels = Int(low.rounded(.down))..<max(Int(high.rounded(.up)), Int(low.rounded(.down)))
      let scale = Float(side) / max(high - low, .leastNormalMagnitude)
      position = { (Float($0) + 0.5 - low) * scale - 0.5 }
    case .wholePixels:
      let half = (high - low) * 0.5 * (Float(side + 2) / Float(side))
      let first = Int((high + low) * 0.5 - half)
      let count = max(Int((high + low) * 0.5 + half) - first + 1, 1)
      pixels = first..<first + count
      position = { (Float($0 - first) + 0.5) * Float(side + 2) / Float(count) - 1.5 }
    }
    let inside = pixels.clamped(to: 0..<limit)
    return (inside.lowerBound, inside.map { Tap(position($0), side: side) })
  }

  /// One row of pixels, with the rim of zeros.
  private func blend(_ probabilities: [Float], row tap: Tap) -> [Float] {
    var blended = [Float](repeating: 0, count: side + 2)
    for (gridRow, weight) in [(tap.lower - 1, 1 - tap.share), (tap.lower, tap.share)]
    where probabilities.indices.contains(gridRow * side) && weight > 0 {
      for column in 0..<side { blended[column + 1] += weight * probabilities[gridRow * side + column] }
    }
    return blended
  }
}
