import Recipes

/// The anchors of one image: around every position of every pyramid level, row by row, the ratios innermost.
struct AnchorGrid {
  /// Height and width of the images, padding included.
  let imageSize: ImageSize
  /// Rows and columns of each level.
  let levelSizes: [ImageSize]
  /// All anchors, level after level.
  let boxes: [CornerBox]
  /// Anchors around each position.
  let perPosition: Int
  /// Where each level's anchors start in `boxes`, and the end.
  let levelStarts: [Int]
  private let configuration: Recipe.Detector.Anchors
  /// Distance of each level's anchors along y and x, in pixels.
  private let strides: [(y: Float, x: Float)]

  /// The grid over images of this size, padding included, whose levels have these sizes.
  init(_ configuration: Recipe.Detector.Anchors, imageSize: ImageSize, levelSizes: [ImageSize]) {
    precondition(levelSizes.count == configuration.sizes.count, "one anchor size for each level")
    self.imageSize = imageSize
    self.levelSizes = levelSizes
    self.configuration = configuration
    strides = levelSizes.enumerated().map { level, size in
      switch configuration.strides {
      case .powers: (Float(4 << level), Float(4 << level))
      case .quotients: (Float(imageSize.height / size.height), Float(imageSize.width / size.width))
      }
    }
    perPosition = configuration.ratios.count
    var boxes: [CornerBox] = []
    var starts = [0]
    for (level, size) in levelSizes.enumerated() {
      let shapes = configuration.ratios.map {
        CornerBox(centredSide: Float(configuration.sizes[level]), ratio: Float($0), configuration.sides)
      }
      let (strideY, strideX) = strides[level]
      for y in 0..<size.height {
        for x in 0..<size.width {
          boxes += shapes.map { $0.moved(x: Float(x) * strideX, y: Float(y) * strideY) }
        }
      }
      starts.append(boxes.count)
    }
    self.boxes = boxes
    levelStarts = starts
  }

  /// Where an anchor sits: pyramid level, row, column, and which of the position's anchors it is.
  struct Position: Equatable {
    let level: Int
    let row: Int
    let column: Int
    let shape: Int
  }

  /// Where the anchor of this index sits.
  func position(of index: Int) -> Position {
    let level = levelStarts.lastIndex { $0 <= index }!
    let (cell, shape) = (index - levelStarts[level]).quotientAndRemainder(dividingBy: perPosition)
    let (row, column) = cell.quotientAndRemainder(dividingBy: levelSizes[level].width)
    return Position(level: level, row: row, column: column, shape: shape)
  }
}

extension AnchorGrid {
  /// Which anchors take part in training on an image of this size; nil for all.
  ///
  /// An image's own padding, up to whole multiples of 32, is part of it; the rest of the batch is not.
  func attendance(imageSize image: ImageSize) -> [Bool]? {
    let own = ImageSize(
      height: image.height.roundedUp(toMultipleOf: 32), width: image.width.roundedUp(toMultipleOf: 32))
    let dropsPadding = configuration.inPadding == .absent && own != imageSize
    let dropsCrossing = configuration.acrossBorder == .absent
    guard dropsPadding || dropsCrossing else { return nil }
    return levelSizes.indices.flatMap { level in
      (levelStarts[level]..<levelStarts[level + 1]).map { index in
        let cell = (index - levelStarts[level]) / perPosition
        let (row, column) = cell.quotientAndRemainder(dividingBy: levelSizes[level].width)
        let isOutside =
          Float(row) * strides[level].y >= Float(own.height)
          || Float(column) * strides[level].x >= Float(own.width)
        return !(dropsPadding && isOutside) && !(dropsCrossing && !boxes[index].lies(within: image))
      }
    }
  }
}

extension CornerBox {
  /// Whether no edge touches the image's right or lower border or lies beyond any.
  fileprivate func lies(within image: ImageSize) -> Bool {
    x1 >= 0 && y1 >= 0 && x2 < Float(image.width) && y2 < Float(image.height)
  }

  /// A box around the origin of this area's side and height over width.
  fileprivate init(centredSide side: Float, ratio: Float, _ sides: Recipe.Detector.Anchors.Sides) {
    let root = ratio.squareRoot()
    var (halfWidth, halfHeight) = (side / root / 2, side * root / 2)
    if sides == .rounded {
      halfWidth.round(.toNearestOrEven)
      halfHeight.round(.toNearestOrEven)
    }
    self.init(x1: -halfWidth, y1: -halfHeight, x2: halfWidth, y2: halfHeight)
  }

  fileprivate func moved(x: Float, y: Float) -> CornerBox {
    CornerBox(x1: x1 + x, y1: y1 + y, x2: x2 + x, y2: y2 + y)
  }
}
