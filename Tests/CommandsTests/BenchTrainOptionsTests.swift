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

  @Test func ranksMustShareAStepEvenly() throws {
    let step = ["--batch", "4", "--micro-batch", "2", "--ranks"]
    #expect(try BenchTrainOptions.parse(step + ["1,2"]).ranks?.values == [1, 2])
    #expect(throws: (any Error).self) { try BenchTrainOptions.parse(step + ["3"]) }
  }
}

@Suite struct RanksAndDeviceOptionTests {
  @Test func aDeviceOverridesTheRecipes() throws {
    let options = try RunOptions.parse(["--device", "cuda:1", "--set", "run.seed=3"])
    #expect(options.settings == ["run.seed=3", "run.device=cuda:1"])
    #expect(try RunOptions.parse([]).settings.isEmpty)
    // A run that is gone on with has them in its own recipe.
    #expect(options.withoutOverrides.settings.isEmpty)
    #expect(throws: (any Error).self) { try RunOptions.parse(["--device", "gpu"]) }
  }

  @Test func thereIsAtLeastOneRank() throws {
    #expect(try RunOptions.parse(["--ranks", "8"]).rankCount == 8)
    #expect(throws: (any Error).self) { try RunOptions.parse(["--ranks", "0"]) }
  }
}
