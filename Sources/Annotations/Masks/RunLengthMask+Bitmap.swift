extension RunLengthMask {
  /// The pixels that are not zero in a bitmap of rows.
  public init(bitmap: [UInt8], height: Int, width: Int) {
    self.init(crop: bitmap, height: height, width: width, x: 0, y: 0, imageHeight: height, imageWidth: width)
  }

  /// The pixels that are not zero in a bitmap of rows that lies somewhere in an image, without the image's bitmap.
  ///
  /// - Parameters:
  ///   - crop: height × width pixels, row after row.
  ///   - x: The image's column of the crop's first; the crop may stick out on every side.
  ///   - y: The image's row of the crop's first.
  public init(crop: [UInt8], height: Int, width: Int, x: Int, y: Int, imageHeight: Int, imageWidth: Int) {
    precondition(crop.count == height * width, "\(crop.count) pixels are no \(height) × \(width) bitmap")
    let rows = max(0, -y)..<max(0, -y, min(height, imageHeight - y))
    let columns = max(0, -x)..<max(0, -x, min(width, imageWidth - x))
    var runs = RunBuilder()
    crop.withUnsafeBufferPointer { pixels in
      for column in columns {
        let origin = (column + x) * imageHeight + y
        var row = rows.lowerBound
        while row < rows.upperBound {
          while row < rows.upperBound, pixels[row * width + column] == 0 { row += 1 }
          let start = row
          while row < rows.upperBound, pixels[row * width + column] != 0 { row += 1 }
          if start < row { runs.append(origin + start..<origin + row) }
        }
      }
    }
    self.init(height: imageHeight, width: imageWidth, counts: runs.finish(pixels: imageHeight * imageWidth))
  }

  /// The mask's pixels, 1 inside and 0 outside, height × width, row after row.
  public func bitmap() -> [UInt8] {
    var pixels = [UInt8](repeating: 0, count: height * width)
    forEachColumnRun { column, rows in
      for row in rows { pixels[row * width + column] = 1 }
    }
    return pixels
  }

  /// Hands over the mask's foreground, column by column: a column and consecutive rows of it.
  public func forEachColumnRun(_ body: (_ column: Int, _ rows: Range<Int>) throws -> Void) rethrows {
    for run in foregroundRuns {
      var start = run.lowerBound
      while start < run.upperBound {
        let (column, row) = start.quotientAndRemainder(dividingBy: height)
        let end = min(run.upperBound, (column + 1) * height)
        try body(column, row..<row + end - start)
        start = end
      }
    }
  }

  /// The foreground's ranges of pixels, counted down the columns; none is empty.
  var foregroundRuns: some Sequence<Range<Int>> {
    var end = 0
    return counts.indices.lazy.compactMap { index -> Range<Int>? in
      let start = end
      end += Int(counts[index])
      return index % 2 == 1 && start < end ? start..<end : nil
    }
  }
}
