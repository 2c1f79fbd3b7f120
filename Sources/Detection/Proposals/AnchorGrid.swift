/// The anchors of one image: around every position of every pyramid level, row by row, the ratios innermost.
struct AnchorGrid: Equatable {
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

  /// The grid over images of this size, padding included, whose levels have these sizes.
  ///
  /// Sides are rounded to whole pixels as in torchvision; a level's stride is the whole quotient of the sizes.
  init(_ configuration: AnchorConfiguration, imageSize: ImageSize, levelSizes: [ImageSize]) {
    precondition(levelSizes.count == configuration.sizes.count, "one anchor size for each level")
    self.imageSize = imageSize
    self.levelSizes = levelSizes
    perPosition = configuration.ratios.count
    var boxes: [CornerBox] = []
    var starts = [0]
    for (size, side) in zip(levelSizes, configuration.sizes) {
      let shapes = configuration.ratios.map { CornerBox(centredSide: side, ratio: $0) }
      let strideY = Float(imageSize.height / size.height)
      let strideX = Float(imageSize.width / size.width)
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

extension CornerBox {
  /// A box around the origin of this area's side and height over width, rounded to whole coordinates.
  fileprivate init(centredSide side: Float, ratio: Float) {
    let root = ratio.squareRoot()
    let halfWidth = (side / root / 2).rounded(.toNearestOrEven)
    let halfHeight = (side * root / 2).rounded(.toNearestOrEven)
    self.init(x1: -halfWidth, y1: -halfHeight, x2: halfWidth, y2: halfHeight)
  }

  fileprivate func moved(x: Float, y: Float) -> CornerBox {
    CornerBox(x1: x1 + x, y1: y1 + y, x2: x2 + x, y2: y2 + y)
  }
}
