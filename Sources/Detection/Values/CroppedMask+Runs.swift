import Annotations

extension RunLengthMask {
  /// The runs of a cropped mask in an image of this size, without ever laying out the image.
  ///
  /// Columns are walked top to bottom; the pixels outside the crop only lengthen the current run of zeros.
  public init(_ mask: CroppedMask, in size: ImageSize) {
    precondition(
      mask.originX >= 0 && mask.originY >= 0 && mask.originX + mask.width <= size.width
        && mask.originY + mask.height <= size.height, "the mask reaches beyond the image")
    var runs = RunWriter()
    runs.append(0, times: mask.originX * size.height)
    let below = size.height - mask.originY - mask.height
    mask.bits.withUnsafeBufferPointer { bits in
      for x in 0..<mask.width {
        runs.append(0, times: mask.originY)
        for y in 0..<mask.height { runs.append(bits[y * mask.width + x], times: 1) }
        runs.append(0, times: below)
      }
    }
    runs.append(0, times: (size.width - mask.originX - mask.width) * size.height)
    self.init(height: size.height, width: size.width, counts: runs.finished())
  }
}

/// Joins equal neighbours into runs, zeros first.
private struct RunWriter {
  private var counts: [UInt32] = []
  private var current: UInt8 = 0
  private var length: UInt32 = 0

  mutating func append(_ bit: UInt8, times: Int) {
    guard times > 0 else { return }
    if bit != current {
      counts.append(length)
      current = bit
      length = 0
    }
    length += UInt32(times)
  }

  func finished() -> [UInt32] { counts + [length] }
}
