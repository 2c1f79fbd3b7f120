/// Width and height in whole pixels, both positive.
public struct PixelSize: Sendable, Hashable {
  /// Columns.
  public let width: Int
  /// Rows.
  public let height: Int

  /// A size of at least one pixel.
  public init(width: Int, height: Int) {
    precondition(width > 0 && height > 0, "an image needs at least one pixel, got \(width)×\(height)")
    self.width = width
    self.height = height
  }

  /// Width × height.
  public var pixelCount: Int { width * height }
}

/// A colour image of 8 bits a channel: red, green, blue interleaved, rows from the top, no padding.
public struct RGBImage: Sendable, Equatable {
  /// Width and height.
  public let size: PixelSize
  /// The channels of every pixel, 3 × width × height values.
  public var pixels: [UInt8]

  /// An image of these pixels.
  public init(size: PixelSize, pixels: [UInt8]) {
    precondition(pixels.count == 3 * size.pixelCount, "three values for each pixel")
    self.size = size
    self.pixels = pixels
  }

  /// An image of one colour.
  public init(size: PixelSize, filledWith color: SIMD3<UInt8>) {
    let pixels = [UInt8](unsafeUninitializedCapacity: 3 * size.pixelCount) { buffer, count in
      for index in 0..<3 * size.pixelCount { buffer[index] = color[index % 3] }
      count = 3 * size.pixelCount
    }
    self.init(size: size, pixels: pixels)
  }

  /// Columns.
  public var width: Int { size.width }
  /// Rows.
  public var height: Int { size.height }

  /// Red, green and blue of the pixel in column `x` of row `y`.
  public subscript(x x: Int, y y: Int) -> SIMD3<UInt8> {
    get {
      let first = 3 * (y * width + x)
      return SIMD3(pixels[first], pixels[first + 1], pixels[first + 2])
    }
    set {
      let first = 3 * (y * width + x)
      for channel in 0..<3 { pixels[first + channel] = newValue[channel] }
    }
  }

  /// The image with left and right exchanged.
  public func flippedHorizontally() -> RGBImage {
    let flipped = [UInt8](unsafeUninitializedCapacity: pixels.count) { output, count in
      pixels.withUnsafeBufferPointer { input in
        for row in stride(from: 0, to: input.count, by: 3 * width) {
          var source = row + 3 * (width - 1)
          for target in stride(from: row, to: row + 3 * width, by: 3) {
            output[target] = input[source]
            output[target + 1] = input[source + 1]
            output[target + 2] = input[source + 2]
            source -= 3
          }
        }
      }
      count = pixels.count
    }
    return RGBImage(size: size, pixels: flipped)
  }
}
