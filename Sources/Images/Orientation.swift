/// How stored pixels are turned to be seen, as EXIF numbers it.
public enum Orientation: Int, Sendable, CaseIterable {
  case upright = 1
  case mirrored, turnedRound, flipped, transposed, turnedRight, transversed, turnedLeft

  /// Whether width and height change places.
  public var swapsSides: Bool {
    switch self {
    case .upright, .mirrored, .turnedRound, .flipped: false
    case .transposed, .turnedRight, .transversed, .turnedLeft: true
    }
  }

  /// The size as it is seen.
  func seen(_ stored: PixelSize) -> PixelSize {
    swapsSides ? PixelSize(width: stored.height, height: stored.width) : stored
  }
}

extension RGBImage {
  /// The stored pixels turned to be seen, as Pillow's `exif_transpose` turns them.
  func seen(_ orientation: Orientation) -> RGBImage {
    if orientation == .upright { return self }
    let target = orientation.seen(size)
    // The stored pixel of the first one seen, and the steps to the next column and the next row.
    let (right, bottom) = (width - 1, height - 1)
    let (first, column, row): (Int, Int, Int) =
      switch orientation {
      case .upright: (0, 1, width)
      case .mirrored: (right, -1, width)
      case .turnedRound: (bottom * width + right, -1, -width)
      case .flipped: (bottom * width, 1, -width)
      case .transposed: (0, width, 1)
      case .turnedRight: (bottom * width, -width, 1)
      case .transversed: (bottom * width + right, -width, -1)
      case .turnedLeft: (right, width, -1)
      }
    let turned = [UInt8](unsafeUninitializedCapacity: pixels.count) { output, count in
      pixels.withUnsafeBufferPointer { input in
        var next = 0
        for y in 0..<target.height {
          var source = 3 * (first + y * row)
          for _ in 0..<target.width {
            output[next] = input[source]
            output[next + 1] = input[source + 1]
            output[next + 2] = input[source + 2]
            next += 3
            source += 3 * column
          }
        }
      }
      count = pixels.count
    }
    return RGBImage(size: target, pixels: turned)
  }
}
