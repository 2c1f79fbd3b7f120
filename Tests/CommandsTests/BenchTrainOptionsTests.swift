import Testing

@testable import Commands

@Suite struct BenchTrainOptionsTests {
  @Test func theDetectorTimedIsTheOneNamed() throws {
    let detector = try BenchTrainOptions.parse([
      "--family", "cascade-rcnn", "--backbone", "resnet-101", "--conventions", "torchvision",
      "--frozen-stages",
      "1",
    ]).recipe().detector
    #expect(detector.name == "cascade-rcnn-r101-fpn" && detector.conventions == .torchvision)
    #expect(detector.regions.samplingRatio == 2 && detector.backbone.frozenStages == 1)
  }

  @Test func withoutOptionsItIsThePapersDetector() throws {
    let detector = try BenchTrainOptions.parse([]).recipe().detector
    #expect(detector.name == "mask-rcnn-r50-fpn" && detector.conventions == .mmdetection)
    #expect(detector.backbone.frozenStages == 0)
  }
}
