import Testing

@testable import Detection

@Suite struct AnchorGridTests {
  let configuration = AnchorConfiguration(sizes: [32, 64], ratios: [0.5, 1, 2])
  var grid: AnchorGrid {
    AnchorGrid(
      configuration, imageSize: ImageSize(height: 16, width: 24),
      levelSizes: [ImageSize(height: 4, width: 6), ImageSize(height: 2, width: 3)])
  }

  /// Side 32, height over width ½: width 32 / √½ = 45.25, height 22.63; halves 22.63 and 11.31, rounded 23 and 11.
  @Test func shapesKeepTheAreaUpToRounding() {
    #expect(grid.boxes[0] == CornerBox(x1: -23, y1: -11, x2: 23, y2: 11))
    #expect(grid.boxes[1] == CornerBox(x1: -16, y1: -16, x2: 16, y2: 16))
    #expect(grid.boxes[2] == CornerBox(x1: -11, y1: -23, x2: 11, y2: 23))
  }

  /// The first level has 4 · 6 · 3 = 72 anchors of stride 4; the second starts at 72 with stride 8.
  @Test func levelsFollowEachOtherRowByRow() {
    #expect(grid.levelStarts == [0, 72, 72 + 18])
    #expect(grid.boxes[4] == CornerBox(x1: -12, y1: -16, x2: 20, y2: 16))
    #expect(grid.boxes[72 + 4] == CornerBox(x1: 8 - 32, y1: -32, x2: 8 + 32, y2: 32))
  }

  /// 72 + (1 · 3 + 2) · 3 + 1: second level, row 1, column 2, second shape.
  @Test func positionsAreFoundFromIndices() {
    #expect(grid.position(of: 0) == .init(level: 0, row: 0, column: 0, shape: 0))
    #expect(grid.position(of: 71) == .init(level: 0, row: 3, column: 5, shape: 2))
    #expect(grid.position(of: 72 + 16) == .init(level: 1, row: 1, column: 2, shape: 1))
  }
}
