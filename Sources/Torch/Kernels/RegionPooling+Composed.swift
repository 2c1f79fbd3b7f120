// RoIAlign out of libtorch's operators: for other devices than the CPU, and the kernel's oracle in the tests.

extension RegionPooling {
  func composed(
    levels: [Tensor], scales: [Double], boxes: Tensor, images: Tensor, assignment: Tensor
  ) -> Tensor {
    let rows = levels.indices.map { (assignment .== $0).nonzero().squeeze(1) }
    let pooled = zip(rows, zip(levels, scales)).map { rows, level in
      pool(level.0, boxes[rows].to(level.0.dtype == .float64 ? .float64 : .float32) * level.1, images[rows])
    }
    return Tensor.concatenate(pooled)[Tensor.concatenate(rows).argsort()].channelsLast()
  }

  /// Regions of one level; boxes [R, 4] in its pixels.
  private func pool(_ level: Tensor, _ boxes: Tensor, _ images: Tensor) -> Tensor {
    let (channels, height, width) = (level.size(1), level.size(2), level.size(3))
    let y = taps(from: boxes.select(1, 1), to: boxes.select(1, 3), bins: size.height, pixels: height)
    let x = taps(from: boxes.select(1, 0), to: boxes.select(1, 2), bins: size.width, pixels: width)
    let pixels = level.permute([0, 2, 3, 1]).reshape([-1, channels])
    let firstRow = (images * height).reshape([-1, 1, 1])
    var sum = Tensor(0, device: level.device)
    for row in y {
      for column in x {
        let index = (firstRow + row.pixel.unsqueeze(2)) * width + column.pixel.unsqueeze(1)
        let weight = row.weight.unsqueeze(2) * column.weight.unsqueeze(1)
        sum =
          sum + pixels.indexSelect(0, index.flatten()).reshape(index.shape + [channels]) * weight.unsqueeze(3)
      }
    }
    let regions = boxes.size(0)
    let binned = sum.reshape([
      regions, size.height, sum.size(1) / size.height, size.width, sum.size(2) / size.width, channels,
    ])
    return binned.sum(dims: [2, 4]).permute([0, 3, 1, 2]).to(level.dtype)
  }

  /// Both neighbours of each sample along an axis, [R, bins · samples], with their share of the bin.
  private func taps(
    from low: Tensor, to high: Tensor, bins: Int, pixels: Int
  ) -> [(pixel: Tensor, weight: Tensor)] {
    let start = (aligned ? low - 0.5 : low).reshape([-1, 1, 1])
    let length = (aligned ? high - low : (high - low).clamp(min: 1)).reshape([-1, 1, 1])
    let bin = length / bins
    let counts = samplingRatio > 0 ? Tensor.zeros(like: bin) + samplingRatio : bin.ceil().clamp(min: 0)
    let most = counts.count == 0 ? 1 : Swift.max(Int(counts.max().item()), 1)
    let sample = Tensor.arange(most, dtype: bin.dtype, device: bin.device)
    let offset = Tensor.arange(bins, dtype: bin.dtype, device: bin.device).reshape([1, -1, 1]) * bin
    let position = (start + offset + (sample + 0.5) * bin / counts.clamp(min: 1)).flatten(from: 1)
    let read =
      (sample .< counts).expand([-1, bins, -1]).flatten(from: 1)
      .&& (position .>= -1) .&& (position .<= pixels)
    let share = read.to(bin.dtype) / counts.clamp(min: 1).squeeze(2)
    let lower = position.clamp(min: 0, max: Double(pixels - 1)).floor()
    let fraction = Tensor.where(lower .>= pixels - 1, 0, position.clamp(min: 0) - lower)
    return [
      (lower.to(.int64), share * (1 - fraction)),
      ((lower + 1).clamp(max: Double(pixels - 1)).to(.int64), share * fraction),
    ]
  }
}
