extension RGBImage {
  /// Blends pixels with a colour: `share` of it, from 0 to 1.
  ///
  /// - Parameter runs: lengths of runs of pixels in column-major order, those to leave alone and those to blend in turn, as
  ///   masks are kept.
  public mutating func tint(_ color: SIMD3<UInt8>, share: Double, runs: [UInt32]) {
    var place = 0
    for (index, run) in runs.enumerated() {
      if index % 2 == 1 {
        for pixel in place..<min(place + Int(run), size.pixelCount) {
          blend(color, share, x: pixel / height, y: pixel % height)
        }
      }
      place += Int(run)
    }
  }

  /// Draws the edges of a box, inside of it; what lies beyond the image is left out.
  public mutating func outline(_ box: PixelBox, _ color: SIMD3<UInt8>, thickness: Int) {
    for edge in [
      PixelBox(x: box.x, y: box.y, width: box.width, height: thickness),
      PixelBox(x: box.x, y: box.y + box.height - thickness, width: box.width, height: thickness),
      PixelBox(x: box.x, y: box.y, width: thickness, height: box.height),
      PixelBox(x: box.x + box.width - thickness, y: box.y, width: thickness, height: box.height),
    ] { fill(edge, color) }
  }

  /// Fills a box; what lies beyond the image is left out.
  public mutating func fill(_ box: PixelBox, _ color: SIMD3<UInt8>) {
    for y in max(box.y, 0)..<max(min(box.y + box.height, height), max(box.y, 0)) {
      for x in max(box.x, 0)..<max(min(box.x + box.width, width), max(box.x, 0)) { self[x: x, y: y] = color }
    }
  }

  /// Writes a line of text on a ground, moved so that it lies in the image where that is wide enough.
  ///
  /// - Parameter scale: pixels along each side of a dot of the letters, which are seven dots high.
  public mutating func write(
    _ text: String, x: Int, y: Int, scale: Int, ink: SIMD3<UInt8>, ground: SIMD3<UInt8>
  ) {
    let columns = DotFont.columns(of: text)
    let box = PixelBox(x: x, y: y, width: (columns.count + 1) * scale, height: 9 * scale)
      .moved(into: size)
    fill(box, ground)
    for (column, dots) in columns.enumerated() {
      for row in 0..<7 where dots >> UInt8(row) & 1 == 1 {
        fill(
          PixelBox(
            x: box.x + (column + 1) * scale, y: box.y + (row + 1) * scale, width: scale, height: scale), ink)
      }
    }
  }

  private mutating func blend(_ color: SIMD3<UInt8>, _ share: Double, x: Int, y: Int) {
    let old = self[x: x, y: y]
    var new = old
    for channel in 0..<3 {
      new[channel] = UInt8((Double(old[channel]) * (1 - share) + Double(color[channel]) * share).rounded())
    }
    self[x: x, y: y] = new
  }
}

/// A box of whole pixels, which may reach beyond an image.
public struct PixelBox: Sendable, Equatable {
  /// The first column.
  public var x: Int
  /// The first row.
  public var y: Int
  /// Columns.
  public var width: Int
  /// Rows.
  public var height: Int

  /// A box.
  public init(x: Int, y: Int, width: Int, height: Int) {
    (self.x, self.y, self.width, self.height) = (x, y, width, height)
  }

  /// Moved into an image; its upper left corner where the image is smaller.
  fileprivate func moved(into size: PixelSize) -> PixelBox {
    PixelBox(
      x: max(min(x, size.width - width), 0), y: max(min(y, size.height - height), 0), width: width,
      height: height)
  }
}
