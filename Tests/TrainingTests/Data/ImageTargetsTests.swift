import Annotations
import Detection
import Foundation
import Images
import Testing

@testable import Training

@Suite struct ImageTargetsTests {
  /// detectron2's ResizeShortestEdge.
  @Test(arguments: [
    (640, 480, 800, 1333, 1067, 800), (480, 640, 640, 1333, 640, 853), (1000, 200, 800, 1333, 1333, 267),
    (160, 160, 160, 256, 160, 160), (3, 5000, 640, 1333, 1, 1333),
  ])
  func theShorterSideIsAsWantedUnlessTheLongerWouldPassItsLimit(
    width: Int, height: Int, side: Int, limit: Int, newWidth: Int, newHeight: Int
  ) {
    let size = SideRule(shortSide: side, longSideLimit: limit).size(
      of: PixelSize(width: width, height: height))
    #expect(size == PixelSize(width: newWidth, height: newHeight))
  }

  @Test func boxesAreScaledFlippedAndClipped() {
    let placement = Placement(
      original: PixelSize(width: 100, height: 50), target: PixelSize(width: 200, height: 150), isFlipped: true
    )
    let box = CornerBox(Box(x: 10, y: 5, width: 20, height: 10), placement)
    #expect(box == CornerBox(x1: 140, y1: 15, x2: 180, y2: 45))
    let outside = CornerBox(Box(x: 90, y: 45, width: 20, height: 10), placement)
    #expect(outside == CornerBox(x1: 0, y1: 135, x2: 20, y2: 150))
    #expect(CornerBox(Box(x: 10, y: 50, width: 20, height: 10), placement) == nil)
  }

  /// A ring around the pixels of columns 2–4 and rows 1–2, doubled: columns 4–9 and rows 2–5.
  @Test func polygonsArePlacedBeforeTheyBecomePixels() {
    let ring: [Double] = [2, 1, 5, 1, 5, 3, 2, 3]
    let box = CornerBox(x1: 0, y1: 0, x2: 16, y2: 8)
    #expect(
      mask(.polygons([ring]), box, from: (8, 4), to: (16, 8))
        == CroppedMask(originX: 4, originY: 2, width: 6, height: 4, bits: Array(repeating: 1, count: 24)))
    #expect(
      mask(.polygons([ring]), box, from: (8, 4), to: (16, 8), flipped: true)
        == CroppedMask(originX: 6, originY: 2, width: 6, height: 4, bits: Array(repeating: 1, count: 24)))
  }

  /// Of a 4 × 3 image (rows × columns) the pixels (1, 0), (2, 0) and (1, 1).
  @Test func runsKeepTheirPixelsAtTheirOwnSize() {
    let runs = RunLengthMask(height: 4, width: 3, counts: [1, 2, 2, 1, 6])
    let box = CornerBox(x1: 0, y1: 1, x2: 2, y2: 3)
    #expect(
      mask(.runs(runs), box, from: (3, 4), to: (3, 4))
        == CroppedMask(originX: 0, originY: 1, width: 2, height: 2, bits: [1, 1, 1, 0]))
    #expect(
      mask(.runs(runs), box, from: (3, 4), to: (3, 4), flipped: true)
        == CroppedMask(originX: 1, originY: 1, width: 2, height: 2, bits: [1, 1, 0, 1]))
  }

  @Test func runsAreDoubledPixelByPixel() {
    let runs = RunLengthMask(height: 4, width: 3, counts: [1, 2, 2, 1, 6])
    let doubled = mask(.runs(runs), CornerBox(x1: 0, y1: 2, x2: 4, y2: 6), from: (3, 4), to: (6, 8))
    #expect(
      doubled
        == CroppedMask(
          originX: 0, originY: 2, width: 4, height: 4, bits: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 0, 0])
    )
  }

  @Test func aMaskTooThinForAPixelIsItsBox() {
    let sliver: [Double] = [2.6, 1, 2.8, 1, 2.8, 3, 2.6, 3]
    let box = CornerBox(x1: 2.6, y1: 1, x2: 2.8, y2: 3)
    #expect(
      mask(.polygons([sliver]), box, from: (8, 4), to: (8, 4))
        == CroppedMask(originX: 2, originY: 1, width: 1, height: 2, bits: [1, 1]))
  }

  /// Photographs and annotations of the LVIS authors; `area` is that of the polygons before they become pixels.
  @Test func realMasksHaveTheAreaTheirAnnotationsSay() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../../shared/data/images/lvis-real-3").standardized
    let file = try AnnotationFile(contentsOf: folder.appending(path: "annotations.json"))
    let reader = SampleReader(
      file: file, folder: ImageFolder(folder.appending(path: "images"), of: file.dataset),
      content: .boxesAndMasks)
    for (image, record) in file.dataset.images.enumerated() {
      let rule = SideRule(shortSide: min(record.width, record.height), longSideLimit: 10_000)
      for isFlipped in [false, true] {
        let sample = try reader.sample(image, rule, flipped: isFlipped)
        let areas = file.dataset.instanceRanges[image].map { file.dataset.instances[$0].area }
        #expect(sample.targets.count == areas.count)
        for (mask, area) in zip(sample.targets.masks.compactMap(\.self), areas) {
          #expect(abs(Double(mask.bits.count { $0 == 1 }) - area) < 0.02 * area)
        }
      }
    }
  }

  private func mask(
    _ segmentation: Segmentation, _ box: CornerBox, from original: (Int, Int), to target: (Int, Int),
    flipped isFlipped: Bool = false
  ) -> CroppedMask {
    CroppedMask(
      segmentation, in: box,
      Placement(
        original: PixelSize(width: original.0, height: original.1),
        target: PixelSize(width: target.0, height: target.1), isFlipped: isFlipped))
  }
}
