import Recipes
import Testing

@testable import Detection

@Suite struct AnchorGridTests {
  /// Sizes 32 and 64 on images of 16 × 24, two levels of strides 4 and 8.
  let grid: AnchorGrid

  init() throws { grid = try AnchorGridTests.grid("torchvision") }

  static func grid(_ conventions: String) throws -> AnchorGrid {
    var anchors = try Recipe(named: "demo").applying(overrides: ["detector.conventions=\(conventions)"])
      .detector.anchors
    anchors.sizes = [32, 64]
    return AnchorGrid(
      anchors, imageSize: ImageSize(height: 16, width: 24),
      levelSizes: [ImageSize(height: 4, width: 6), ImageSize(height: 2, width: 3)])
  }

  /// Width 32 / √½, height 32 · √½ by mmdetection's conventions.
  @Test func sidesStayExactWhereTheyAreNotRounded() throws {
    let box = try AnchorGridTests.grid("mmdetection").boxes[0]
    #expect(abs(box.x2 - 22.627417) < 1e-5 && abs(box.y2 - 11.3137085) < 1e-5)
  }

  /// A batch of 96 × 64 whose second level has 3 rows of stride 32, if fitted, and stands at 8 if not.
  @Test func stridesAreFixedOrFitted() throws {
    for (strides, expected) in [("powers", Float(8)), ("quotients", 32)] {
      var anchors = try Recipe(named: "demo").applying(overrides: ["detector.anchor_strides=\(strides)"])
        .detector.anchors
      anchors.sizes = [32, 64]
      let grid = AnchorGrid(
        anchors, imageSize: ImageSize(height: 96, width: 64),
        levelSizes: [ImageSize(height: 24, width: 16), ImageSize(height: 3, width: 2)])
      #expect(grid.boxes[24 * 16 * 3 + 2 * 3 + 1].y1 == expected - 32)
    }
  }

  /// An image of 30 × 20 in a batch of 64 × 64 pixels, one level of stride 4 with 16 × 16 cells: its own padding reaches 32,
  /// so 8 × 8 cells take part; anchors of 8 × 8 around cell (y, x) lie inside for 1 ≤ y and 4y + 4 < 30, 4x + 4 < 20.
  @Test func anchorsInPaddingAndAcrossTheBorderStayAway() throws {
    func present(_ padding: String, _ border: String) throws -> [Bool]? {
      var anchors = try Recipe(named: "demo").applying(overrides: [
        "detector.anchors_in_padding=\(padding)", "detector.anchors_across_border=\(border)",
      ]).detector.anchors
      (anchors.sizes, anchors.ratios) = ([8], [1])
      let grid = AnchorGrid(
        anchors, imageSize: ImageSize(height: 64, width: 64), levelSizes: [ImageSize(height: 16, width: 16)])
      return grid.attendance(imageSize: ImageSize(height: 30, width: 20))
    }
    #expect(try present("present", "present") == nil)
    let padded = try #require(try present("absent", "present"))
    #expect(padded.count { $0 } == 64 && padded[7 * 16 + 7] && !padded[8 * 16] && !padded[8])
    let inside = try #require(try present("present", "absent"))
    #expect(inside.count { $0 } == 6 * 3 && inside[16 + 1] && !inside[1] && inside[6 * 16 + 3])
    #expect(!inside[6 * 16 + 4] && !inside[7 * 16 + 3])
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
