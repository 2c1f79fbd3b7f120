extension RGBImage {
  /// The image at another size: bilinear when growing, the triangle filter widened by the scale when shrinking
  /// (antialiased), each axis with the weights and rounding of Pillow's `resize(…, BILINEAR)`.
  public func resized(to target: PixelSize) -> RGBImage {
    // Rows are the cheap direction, so the columns are filtered while there are fewer of them.
    target.height < height
      ? resizedVertically(to: target.height).resizedHorizontally(to: target.width)
      : resizedHorizontally(to: target.width).resizedVertically(to: target.height)
  }

  private func resizedHorizontally(to newWidth: Int) -> RGBImage {
    if newWidth == width { return self }
    let taps = FilterTaps(from: width, to: newWidth)
    let target = PixelSize(width: newWidth, height: height)
    let output = [UInt8](unsafeUninitializedCapacity: 3 * target.pixelCount) { output, count in
      pixels.withUnsafeBufferPointer { input in
        for y in 0..<height {
          taps.apply(
            toRow: input.baseAddress! + 3 * width * y, into: output.baseAddress! + 3 * newWidth * y)
        }
      }
      count = 3 * target.pixelCount
    }
    return RGBImage(size: target, pixels: output)
  }

  private func resizedVertically(to newHeight: Int) -> RGBImage {
    if newHeight == height { return self }
    let taps = FilterTaps(from: height, to: newHeight)
    let target = PixelSize(width: width, height: newHeight)
    let stride = 3 * width
    let output = [UInt8](unsafeUninitializedCapacity: 3 * target.pixelCount) { output, count in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: stride) { sums in
        pixels.withUnsafeBufferPointer { input in
          for y in 0..<newHeight {
            taps.apply(
              toRowsOf: input.baseAddress!, length: stride, at: y, sums: sums.baseAddress!,
              into: output.baseAddress! + stride * y)
          }
        }
      }
      count = 3 * target.pixelCount
    }
    return RGBImage(size: target, pixels: output)
  }
}

/// For each output position along one axis, the input positions it draws from and their weights.
///
/// Weights sum to one within a few units of the last place, so that a sum of bytes stays a byte.
private struct FilterTaps {
  /// Weights are fixed-point numbers with this many bits after the point, as Pillow's.
  static let fractionBits: Int32 = 22
  static let half = Int32(1) << (fractionBits - 1)

  private var starts: [Int] = []
  private var counts: [Int] = []
  private var weights: [Int32] = []
  private let most: Int

  init(from inputLength: Int, to outputLength: Int) {
    let scale = Double(inputLength) / Double(outputLength)
    let support = max(scale, 1)
    most = 2 * Int(support.rounded(.up)) + 1
    weights = [Int32](repeating: 0, count: most * outputLength)
    for position in 0..<outputLength {
      let center = (Double(position) + 0.5) * scale
      let start = max(Int(center - support + 0.5), 0)
      let end = min(Int(center + support + 0.5), inputLength)
      let triangle = (start..<end).map { max(0, 1 - abs((Double($0) + 0.5 - center) / support)) }
      let sum = triangle.reduce(0, +)
      for (tap, weight) in triangle.enumerated() {
        weights[most * position + tap] = Int32(weight / sum * Double(Int32(1) << Self.fractionBits) + 0.5)
      }
      starts.append(start)
      counts.append(end - start)
    }
  }

  /// Filters one row of RGB pixels.
  func apply(toRow input: UnsafePointer<UInt8>, into output: UnsafeMutablePointer<UInt8>) {
    weights.withUnsafeBufferPointer { weights in
      for position in starts.indices {
        var sum = SIMD4<Int32>(repeating: Self.half)
        var pixel = input + 3 * starts[position]
        for tap in most * position..<most * position + counts[position] {
          let channels = SIMD4(Int32(pixel[0]), Int32(pixel[1]), Int32(pixel[2]), 0)
          sum &+= channels &* weights[tap]
          pixel += 3
        }
        sum &>>= Self.fractionBits
        output[3 * position] = UInt8(truncatingIfNeeded: sum.x)
        output[3 * position + 1] = UInt8(truncatingIfNeeded: sum.y)
        output[3 * position + 2] = UInt8(truncatingIfNeeded: sum.z)
      }
    }
  }

  /// Filters the rows that make output row `position`; whole rows at a time, which the compiler vectorises.
  func apply(
    toRowsOf input: UnsafePointer<UInt8>, length: Int, at position: Int, sums: UnsafeMutablePointer<Int32>,
    into output: UnsafeMutablePointer<UInt8>
  ) {
    sums.initialize(repeating: Self.half, count: length)
    for tap in 0..<counts[position] {
      let row = input + length * (starts[position] + tap)
      let weight = weights[most * position + tap]
      for index in 0..<length { sums[index] &+= Int32(row[index]) &* weight }
    }
    for index in 0..<length { output[index] = UInt8(truncatingIfNeeded: sums[index] &>> Self.fractionBits) }
  }
}
