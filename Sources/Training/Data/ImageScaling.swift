import Detection
import Images

/// The size at which a network sees an image: the shorter side as wanted, unless the longer would pass its limit.
struct SideRule: Sendable, Equatable {
  /// Wanted length of the shorter side.
  let shortSide: Int
  /// Largest length of the longer side.
  let longSideLimit: Int

  func size(of original: PixelSize) -> PixelSize {
    let (short, long) = (min(original.width, original.height), max(original.width, original.height))
    let scale = min(Double(shortSide) / Double(short), Double(longSideLimit) / Double(long))
    return PixelSize(
      width: max(Int((Double(original.width) * scale).rounded()), 1),
      height: max(Int((Double(original.height) * scale).rounded()), 1))
  }
}

/// How the pixels of an annotated image come to be those the network sees.
struct Placement: Sendable, Equatable {
  let original: PixelSize
  let target: PixelSize
  let isFlipped: Bool

  var scaleX: Double { Double(target.width) / Double(original.width) }
  var scaleY: Double { Double(target.height) / Double(original.height) }

  /// Where a column coordinate of the original comes to lie.
  func x(_ x: Double) -> Double { isFlipped ? Double(target.width) - scaleX * x : scaleX * x }
  /// Where a row coordinate of the original comes to lie.
  func y(_ y: Double) -> Double { scaleY * y }

  /// The original's column whose pixel covers the centre of a target column.
  func originalColumn(_ column: Int) -> Int {
    let unflipped = isFlipped ? target.width - 1 - column : column
    return min(Int((Double(unflipped) + 0.5) / scaleX), original.width - 1)
  }

  /// The original's row whose pixel covers the centre of a target row.
  func originalRow(_ row: Int) -> Int { min(Int((Double(row) + 0.5) / scaleY), original.height - 1) }
}

extension ImageSize {
  init(_ size: PixelSize) { self.init(height: size.height, width: size.width) }
}
