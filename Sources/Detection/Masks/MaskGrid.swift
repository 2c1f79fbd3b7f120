import Recipes

/// Pools annotated masks onto the square grid that the mask head predicts: RoIAlign with as many samples as pixels.
///
/// Bilinear sampling is a product of one factor a column and one a row, so the grid is Wy · M · Wxᵀ over the crop.
struct MaskGrid {
  /// Cells along each side.
  let side: Int
  /// Whether pixel centres lie at half coordinates.
  let alignment: Recipe.Detector.Regions.Alignment
  /// What a partly covered cell becomes.
  let target: Recipe.Detector.MaskHead.Target

  /// The mask within a region, row by row, side × side values in 0 ... 1.
  ///
  /// - Parameter imageSize: where the image's pixels end, and with them what may be zero beyond the mask.
  func callAsFunction(_ mask: CroppedMask, in region: CornerBox, imageSize: ImageSize) -> [Float] {
    let columns = bins(from: region.x1, to: region.x2, limit: imageSize.width)
      .map { $0.cropped(to: mask.originX..<mask.originX + mask.width) }
    let rows = bins(from: region.y1, to: region.y2, limit: imageSize.height)
      .map { $0.cropped(to: mask.originY..<mask.originY + mask.height) }
    let coverage = product(rows, mask, columns)
    return target == .binary ? coverage.map { $0 >= 0.5 ? 1 : 0 } : coverage
  }

  /// A cell's weights on the pixels of one axis.
  private struct Bin {
    var start: Int
    var weights: [Float]

    /// The weights on the pixels of a crop, counted from its origin.
    func cropped(to crop: Range<Int>) -> Bin {
      let kept = (start..<start + weights.count).clamped(to: crop)
      guard !kept.isEmpty else { return Bin(start: 0, weights: []) }
      let first = kept.lowerBound - start
      return Bin(
        start: kept.lowerBound - crop.lowerBound, weights: Array(weights[first..<first + kept.count]))
    }
  }

  /// One bin a cell, along an axis of `limit` pixels.
  private func bins(from low: Float, to high: Float, limit: Int) -> [Bin] {
    let start = alignment == .halfPixel ? low - 0.5 : low
    let length = alignment == .halfPixel ? high - low : max(high - low, 1)
    let step = length / Float(side)
    let samples = max(Int(step.rounded(.up)), 1)
    return (0..<side).map { cell in
      let positions = (0..<samples).map {
        start + Float(cell) * step + (Float($0) + 0.5) * step / Float(samples)
      }
      return bin(samplingAt: positions, limit: limit)
    }
  }

  /// The mean of linear interpolations at these positions; beyond the image's outermost pixels by one it is 0.
  private func bin(samplingAt positions: [Float], limit: Int) -> Bin {
    let taps = positions.filter { $0 >= -1 && $0 <= Float(limit) }.map { position in
      let lower = min(Int(max(position, 0)), limit - 1)
      let share = lower == limit - 1 ? 0 : max(position, 0) - Float(lower)
      return (lower, share)
    }
    guard let first = taps.first, let last = taps.last else { return Bin(start: 0, weights: []) }
    var weights = [Float](repeating: 0, count: last.0 - first.0 + 2)
    for (lower, share) in taps {
      weights[lower - first.0] += (1 - share) / Float(positions.count)
      weights[lower - first.0 + 1] += share / Float(positions.count)
    }
    return Bin(start: first.0, weights: weights)
  }

  private func product(_ rows: [Bin], _ mask: CroppedMask, _ columns: [Bin]) -> [Float] {
    var result = [Float](repeating: 0, count: side * side)
    var sums: [Int: [Float]] = [:]
    for (row, bin) in rows.enumerated() {
      for (offset, weight) in bin.weights.enumerated() where weight > 0 {
        let y = bin.start + offset
        let pooled = sums[y] ?? self.pooled(columns, of: mask, row: y)
        sums[y] = pooled
        for column in 0..<side { result[row * side + column] += weight * pooled[column] }
      }
    }
    return result
  }

  private func pooled(_ columns: [Bin], of mask: CroppedMask, row: Int) -> [Float] {
    mask.bits.withUnsafeBufferPointer { bits in
      columns.map { bin in
        let first = row * mask.width + bin.start
        var sum: Float = 0
        for (offset, weight) in bin.weights.enumerated() where bits[first + offset] != 0 { sum += weight }
        return sum
      }
    }
  }
}
