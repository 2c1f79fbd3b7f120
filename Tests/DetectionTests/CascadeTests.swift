import Testing
import Torch

@testable import Detection

/// Tiny detectors of three classes, in one stage and in three, on two images of 64 pixels.
@Suite struct CascadeTests {
  let single: FasterRCNN
  let cascade: CascadeRCNN
  let batch: ImageBatch
  let targets: [ImageTargets]

  init() throws {
    let lax = ["evaluation.score_threshold=0", "evaluation.max_detections=20"]
    single = try DetectorConfiguration.tiny(lax[0], lax[1]).oneStage()
    cascade =
      try DetectorConfiguration.tiny(lax[0], lax[1], "detector.family=cascade-mask-rcnn").detector()
      as! CascadeRCNN
    let size = ImageSize(height: 64, width: 64)
    batch = ImageBatch(
      images: Tensor.randn([2, 3, 64, 64], generator: Generator(seed: 3)).channelsLast(), sizes: [size, size])
    let mask = CroppedMask(
      originX: 20, originY: 10, width: 24, height: 24, bits: [UInt8](repeating: 1, count: 576))
    targets = (0..<2).map { _ in
      ImageTargets(boxes: [CornerBox(x1: 20, y1: 10, x2: 44, y2: 34)], classes: [1], masks: [mask])
    }
  }

  /// The third stage asks for an overlap of .7, counts a quarter, and measures deltas in thirds of the first one's units.
  @Test func stagesGrowStricter() {
    let stages = cascade.configuration.network.family.stages
    #expect(stages.map(\.objectOverlap) == [0.5, 0.6, 0.7])
    #expect(stages.map(\.lossWeight) == [1, 0.5, 0.25])
    #expect(cascade.stages[2].box.coder.shiftDeviation == 0.033)
    #expect(cascade.stages[2].box.coder.scaleDeviation == 0.067)
    #expect(cascade.stages[2].sampler.matcher.rules.objectOverlap == 0.7)
    #expect(cascade.stages[1].lossWeight == 0.5)
  }

  /// Three equal stages that move no box see the same regions: the mean of their logits and masks is each one's.
  @Test func equalStagesThatMoveNothingFindWhatOneStageFinds() throws {
    var weights = Dictionary(uniqueKeysWithValues: single.parameters + single.buffers)
    for layer in ["weight", "bias"] {
      let name = "roi_heads.box_predictor.bbox_pred.\(layer)"
      weights[name] = try #require(weights[name]) * 0.0
    }
    try single.load(weights, layout: .backgroundLast)
    for (name, tensor) in weights where name.hasPrefix("roi_heads.") {
      for stage in 0..<3 { weights["roi_heads.\(stage).\(name.dropFirst("roi_heads.".count))"] = tensor }
    }
    try cascade.load(weights, layout: .backgroundLast)
    let one = try single.detections(batch, outputSizes: batch.sizes)
    let three = try cascade.detections(batch, outputSizes: batch.sizes)
    for (one, three) in zip(one, three) {
      #expect(one.count == 20 && one.map(\.category) == three.map(\.category))
      for (a, b) in zip(one, three) {
        #expect(abs(a.score - b.score) < 1e-5 && abs(a.box.x1 - b.box.x1) < 1e-3)
        #expect(a.mask?.counts == b.mask?.counts)
      }
    }
  }

  /// Deltas of (1, 0, 0, 0) in the second stage's units, a standard deviation of .05: 5 % of the width to the right.
  @Test func boxesMoveByTheDeltasOfTheirStageAndStayInsideTheImage() throws {
    let head = cascade.stages[1].box
    withoutGradient {
      head.regression.weight.mul_(0)
      head.regression.bias.copy_(from: Tensor([1, 0, 0, 0] as [Float]))
    }
    let regions = RegionBatch([
      [CornerBox(x1: 10, y1: 20, x2: 30, y2: 40)], [CornerBox(x1: 44, y1: 0, x2: 64, y2: 64)],
    ])
    let moved = head.moved(regions, head.features(pooled: Tensor.zeros([2, 16, 7, 7])), in: batch.sizes)
    let expected = [CornerBox(x1: 11, y1: 20, x2: 31, y2: 40), CornerBox(x1: 45, y1: 0, x2: 64, y2: 64)]
    for (box, expected) in zip(moved, expected) {
      #expect(abs(box.x1 - expected.x1) < 1e-4 && abs(box.x2 - expected.x2) < 1e-4)
      #expect(abs(box.y1 - expected.y1) < 1e-4 && abs(box.y2 - expected.y2) < 1e-4)
    }
  }

  @Test func annotatedBoxesAreNotHandedOn() {
    var generator = SamplingGenerator(seed: 1)
    let proposals = [[CornerBox(x1: 18, y1: 12, x2: 42, y2: 36)], []]
    let stage = cascade.stages[0]
    let sample = stage.sampler(proposals, targets, using: &generator)
    #expect(sample.regions.count == 3)
    let features = stage.box.features(pooled: Tensor.zeros([3, 16, 7, 7]))
    let next = stage.proposals(after: sample, features, batch.sizes)
    #expect(next.map(\.count) == [1, 0])
  }

  @Test func everyStageIsTrainedUnderItsNumber() throws {
    var generator = SamplingGenerator(seed: 1)
    let pass = try cascade.losses(batch, targets, using: &generator)
    try withTorchErrors { pass.total.backward() }
    let names = Set(cascade.parameters.map(\.name))
    for stage in 0..<3 {
      #expect(names.contains("roi_heads.\(stage).box_predictor.cls_score.weight"))
      #expect(names.contains("roi_heads.\(stage).mask_predictor.mask_fcn_logits.weight"))
    }
    for (name, tensor) in cascade.parameters {
      let gradient = try #require(tensor.grad, "\(name)")
      #expect(gradient.isFinite().all().item() == 1, "\(name)")
    }
  }

  /// The deltas of a later stage depend on where the ones before moved the boxes, but no gradient flows that way.
  @Test func stagesAreTrainedEachForItself() throws {
    var generator = SamplingGenerator(seed: 1)
    try withTorchErrors {
      let levels = cascade.trunk.backbone(batch.images, .training)
      let stage = cascade.stages[0]
      let sample = stage.sampler([[], []], targets, using: &generator)
      let pass = stage(levels, sample, targets, batch, &generator)
      let proposals = stage.proposals(after: sample, pass.features, batch.sizes)
      let second = cascade.stages[1]
      let next = second.sampler(proposals, targets, using: &generator)
      second(levels, next, targets, batch, &generator).losses.values.reduce(Tensor(0)) { $0 + $1 }
        .backward()
      #expect(stage.parameters.allSatisfy { $0.tensor.grad == nil })
      #expect(second.parameters.allSatisfy { $0.tensor.grad != nil })
    }
  }
}
