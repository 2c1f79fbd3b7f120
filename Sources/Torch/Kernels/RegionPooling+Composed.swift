// RoIAlign out of libtorch's operators: for other devices than the CPU, and the kernel's oracle in the tests.

extension RegionPooling {
  func composed(
    levels: [Tensor], scales: [Double], boxes: Tensor, images: Tensor, assignment: Tensor
  ) -> Tensor {
    let pyramid = PixelTable(levels)
    let place = pyramid.place(of: assignment, images)
    let type: DType = levels[0].dtype == .float64 ? .float64 : .float32
    let scale = Tensor(scales, device: boxes.device).to(type).indexSelect(0, assignment)
    let scaled = boxes.to(type) * scale.unsqueeze(1)
    let y = taps(from: scaled.select(1, 1), to: scaled.select(1, 3), bins: size.height, pixels: place.heights)
    let x = taps(from: scaled.select(1, 0), to: scaled.select(1, 2), bins: size.width, pixels: place.widths)
    var sum: Tensor?
    for row in y {
      for column in x {
        let index =
          place.starts + row.pixel.unsqueeze(2) * place.widths.unsqueeze(2) + column.pixel.unsqueeze(1)
        let weight = row.weight.unsqueeze(2) * column.weight.unsqueeze(1)
        let part = pyramid.pixels(at: index) * weight.unsqueeze(3)
        sum = sum.map { $0 + part } ?? part
      }
    }
    return binned(sum ?? .undefined, regions: boxes.size(0)).to(levels[0].dtype)
  }

  /// Samples [R, y, x, C] summed to bins [R, C, height, width], channels-last.
  private func binned(_ samples: Tensor, regions: Int) -> Tensor {
    samples.reshape([
      regions, size.height, samples.size(1) / size.height, size.width, samples.size(2) / size.width,
      samples.size(3),
    ]).sum(dims: [2, 4]).permute([0, 3, 1, 2])
  }

  /// Both neighbours of each sample along an axis, [R, bins · samples], with their share of the bin.
  ///
  /// - Parameter pixels: of the axis in each region's level, [R, 1], int64.
  private func taps(
    from low: Tensor, to high: Tensor, bins: Int, pixels: Tensor
  ) -> [(pixel: Tensor, weight: Tensor)] {
    let start = (aligned ? low - 0.5 : low).reshape([-1, 1, 1])
    let length = (aligned ? high - low : (high - low).clamp(min: 1)).reshape([-1, 1, 1])
    let bin = length / bins
    let counts = samplingRatio > 0 ? Tensor.zeros(like: bin) + samplingRatio : bin.ceil().clamp(min: 0)
    let sample = Tensor.arange(most(counts), dtype: bin.dtype, device: bin.device)
    let offset = Tensor.arange(bins, dtype: bin.dtype, device: bin.device).reshape([1, -1, 1]) * bin
    let position = (start + offset + (sample + 0.5) * bin / counts.clamp(min: 1)).flatten(from: 1)
    let last = pixels.to(bin.dtype) - 1
    let read =
      (sample .< counts).expand([-1, bins, -1]).flatten(from: 1)
      .&& (position .>= -1) .&& (position .<= last + 1)
    let share = read.to(bin.dtype) / counts.clamp(min: 1).squeeze(2)
    let lower = position.clamp(min: 0).minimum(last).floor()
    let fraction = Tensor.where(lower .>= last, 0, position.clamp(min: 0) - lower)
    return [
      (lower.to(.int64), share * (1 - fraction)),
      ((lower + 1).minimum(last).to(.int64), share * fraction),
    ]
  }

  /// Samples of a bin along an axis in the region that has most: asks the device where regions differ.
  private func most(_ counts: Tensor) -> Int {
    guard samplingRatio == 0 else { return samplingRatio }
    return counts.count == 0 ? 1 : Swift.max(Int(counts.max().item()), 1)
  }
}

/// The pixels of all levels of a pyramid in one table, so that regions of different levels are read alike.
private struct PixelTable {
  /// [pixels, C].
  private let table: Tensor
  private let channels: Int
  private let heights: [Int]
  private let widths: [Int]
  private let starts: [Int]

  init(_ levels: [Tensor]) {
    let channels = levels[0].size(1)
    self.channels = channels
    heights = levels.map { $0.size(2) }
    widths = levels.map { $0.size(3) }
    table = .concatenate(levels.map { $0.permute([0, 2, 3, 1]).reshape([-1, channels]) })
    var next = 0
    starts = levels.map { level in
      defer { next += level.size(0) * level.size(2) * level.size(3) }
      return next
    }
  }

  /// Where each region's map starts in the table, [R, 1, 1], and its rows and columns, [R, 1]; all int64.
  func place(of levels: Tensor, _ images: Tensor) -> (starts: Tensor, heights: Tensor, widths: Tensor) {
    func ofRegions(_ values: [Int]) -> Tensor {
      Tensor(values, device: levels.device).indexSelect(0, levels).unsqueeze(1)
    }
    let (heights, widths) = (ofRegions(heights), ofRegions(widths))
    let starts = ofRegions(starts) + images.unsqueeze(1) * heights * widths
    return (starts.unsqueeze(2), heights, widths)
  }

  /// index: [R, y, x] → [R, y, x, C].
  func pixels(at index: Tensor) -> Tensor {
    table.indexSelect(0, index.flatten()).reshape(index.shape + [channels])
  }
}
