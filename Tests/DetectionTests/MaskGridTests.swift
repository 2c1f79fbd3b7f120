import Recipes
import Testing

@testable import Detection

@Suite struct MaskGridTests {
  let image = ImageSize(height: 8, width: 8)

  /// A 4 × 4 region on a 2 × 2 grid: each cell takes 2 samples an axis, at pixels' centres.
  /// The mask's left half of the region is set: cells 1, 0 in both rows.
  @Test func cellsAverageThePixelsTheyCover() {
    let mask = CroppedMask(
      originX: 2, originY: 2, width: 2, height: 4, bits: [UInt8](repeating: 1, count: 8))
    let region = CornerBox(x1: 2, y1: 2, x2: 6, y2: 6)
    let grid = MaskGrid(side: 2, alignment: .halfPixel, target: .coverage)
    #expect(grid(mask, in: region, imageSize: image) == [1, 0, 1, 0])
  }

  /// One column of the left cells' two is set: coverage ½, which a binary target counts as set.
  @Test func binaryTargetsStartAtHalfCoverage() {
    let mask = CroppedMask(
      originX: 2, originY: 2, width: 1, height: 4, bits: [UInt8](repeating: 1, count: 4))
    let region = CornerBox(x1: 2, y1: 2, x2: 6, y2: 6)
    let coverage = MaskGrid(side: 2, alignment: .halfPixel, target: .coverage)
    let binary = MaskGrid(side: 2, alignment: .halfPixel, target: .binary)
    #expect(coverage(mask, in: region, imageSize: image) == [0.5, 0, 0.5, 0])
    #expect(binary(mask, in: region, imageSize: image) == [1, 0, 1, 0])
  }

  @Test func aRegionThatMissesTheMaskIsEmpty() {
    let mask = CroppedMask(originX: 0, originY: 0, width: 2, height: 2, bits: [1, 1, 1, 1])
    let grid = MaskGrid(side: 2, alignment: .halfPixel, target: .coverage)
    #expect(grid(mask, in: CornerBox(x1: 5, y1: 5, x2: 8, y2: 8), imageSize: image) == [0, 0, 0, 0])
    let none = CroppedMask(originX: 0, originY: 0, width: 0, height: 0, bits: [])
    #expect(grid(none, in: CornerBox(x1: 0, y1: 0, x2: 4, y2: 4), imageSize: image) == [0, 0, 0, 0])
  }

  /// A grid of 2 × 2 with its left column set, laid exactly onto 4 × 4 pixels: positions −¼, ¼, ¾, 1¼ on the grid,
  /// probabilities ¾ (beyond the rim is 0), ¾, ¼, 0: the left two columns; rows fade at ¾ likewise, ¾ · ¾ > ½.
  @Test func pastingPutsTheGridAtTheBoxsCoordinates() {
    let pasting = MaskPasting(side: 2, mode: .exact)
    let crop = pasting([1, 0, 1, 0], in: CornerBox(x1: 2, y1: 3, x2: 6, y2: 7), imageSize: image)
    #expect(crop.originX == 2 && crop.originY == 3 && crop.width == 4 && crop.height == 4)
    #expect(crop.bits == [1, 1, 0, 0] + [1, 1, 0, 0] + [1, 1, 0, 0] + [1, 1, 0, 0])
  }

  @Test func pastingStaysInsideTheImage() {
    for mode in [Recipe.Detector.MaskHead.Pasting.exact, .wholePixels] {
      let pasting = MaskPasting(side: 2, mode: mode)
      for box in [
        CornerBox(x1: -3, y1: 5, x2: 2, y2: 20), CornerBox(x1: 8, y1: 8, x2: 8, y2: 8),
        CornerBox(x1: 4, y1: 0, x2: 4, y2: 8),
      ] {
        let crop = pasting([1, 1, 1, 1], in: box, imageSize: image)
        #expect(crop.originX >= 0 && crop.originX + crop.width <= 8)
        #expect(crop.originY >= 0 && crop.originY + crop.height <= 8)
      }
    }
  }
}
