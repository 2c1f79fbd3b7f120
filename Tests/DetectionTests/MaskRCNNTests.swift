import Recipes
import Testing
import Torch

@testable import Detection

/// A tiny detector of three classes on images of 64 pixels.
@Suite struct MaskRCNNTests {
  let configuration: DetectorConfiguration

  init() throws { configuration = try .tiny() }

  /// Two images with a bright square of 24 pixels each, the second smaller than the batch.
  var batch: ImageBatch {
    let sizes = [ImageSize(height: 64, width: 64), ImageSize(height: 50, width: 60)]
    let pixels = sizes.map { size in
      (0..<size.height * size.width).flatMap { index -> [UInt8] in
        let inside = (10..<34).contains(index / size.width) && (20..<44).contains(index % size.width)
        return inside ? [250, 200, 30] : [90, 100, 120]
      }
    }
    return ImageBatch(pixels: pixels, sizes: sizes, normalisation: .imageNet, device: .cpu)
  }

  var square: ImageTargets {
    ImageTargets(
      boxes: [CornerBox(x1: 20, y1: 10, x2: 44, y2: 34)], classes: [1],
      masks: [
        CroppedMask(
          originX: 20, originY: 10, width: 24, height: 24, bits: [UInt8](repeating: 1, count: 576))
      ])
  }

  @Test func imagesAreNormalisedAndPaddedWithZeros() {
    let images = batch.images
    #expect(images.shape == [2, 3, 64, 64] && images.isChannelsLast)
    #expect(abs(images[0][0][0][0].item() - (90 - 123.675) / 58.395) < 1e-5)
    #expect(abs(images[1][2][20][30].item() - (30 - 103.53) / 57.375) < 1e-5)
    #expect(images[1].narrow(1, 50, 14).abs().max().item() == 0)
  }

  @Test func learnsOneImageInAFewSteps() throws {
    for normalisation in [
      Recipe.Detector.Backbone.Normalisation.batch, .group(4), .frozenBatch(.trained), .frozenBatch(.frozen),
    ] {
      var tiny = try DetectorConfiguration.tiny(
        "detector.classifier=normalised", "detector.mask_predictor=normalised")
      tiny.network.backbone.normalisation = normalisation
      let detector = tiny.detector()
      let optimiser = SGD(parameters: detector.parameters, momentum: 0.9, weightDecay: 0)
      var generator = SamplingGenerator(seed: 1)
      var totals: [Double] = []
      for _ in 0..<25 {
        let pass = try detector.losses(batch, [square, square], using: &generator)
        totals.append(pass.total.item())
        try withTorchErrors {
          pass.total.backward()
          _ = optimiser.clipGradients(maximum: 5)
          optimiser.step(learningRate: 0.02)
          optimiser.clearGradients()
        }
      }
      #expect(totals.suffix(3).max()! < 0.6 * totals[0], "\(normalisation): \(totals)")
    }
  }

  /// Running statistics of mean 1 and variance 4, scale 2, shift −3: (c − 1) / √(4 + ε) · 2 − 3 of a convolution's c.
  @Test func inferenceUsesTheRunningStatistics() throws {
    let backbone = try Recipe(named: "demo").detector.backbone
    let layer = NormalisedConvolution(
      2, 3, kernel: 3, stride: 1, backbone, ParameterSource(seed: 1, device: .cpu))
    guard case .batch(let norm) = layer.normalisation else { return }
    withoutGradient {
      for (tensor, value) in [(norm.mean, 1.0), (norm.variance, 4), (norm.weight, 2), (norm.bias, -3)] {
        tensor.copy_(from: Tensor(value))
      }
      let x = Tensor.randn([1, 2, 5, 6], generator: Generator(seed: 2))
      let expected = (x.conv2d(layer.weight, padding: 1) - 1) / (4 + 1e-5).squareRoot() * 2.0 - 3.0
      #expect(relativeError(layer(x, .identity, .inference), expected) < 1e-5)
    }
  }

  @Test func everyTrainedParameterGetsAGradient() throws {
    let detector = configuration.oneStage()
    var generator = SamplingGenerator(seed: 1)
    let pass = try detector.losses(batch, [square, square], using: &generator)
    try withTorchErrors { pass.total.backward() }
    for (name, tensor) in detector.parameters {
      let gradient = try #require(tensor.grad, "\(name)")
      #expect(gradient.isFinite().all().item() == 1, "\(name)")
    }
  }

  /// Central differences of the whole loss along a random direction of three weights; the draw is the same each time.
  @Test func gradientsEqualDifferencesOfTheLoss() throws {
    var smooth = configuration
    smooth.network.backbone.normalisation = .frozenBatch(.trained)
    let detector = smooth.oneStage()
    let names = [
      "backbone.body.layer2.0.bn1.weight", "backbone.body.layer3.0.downsample.1.bias",
      "backbone.fpn.inner_blocks.3.0.weight", "rpn.head.bbox_pred.bias", "roi_heads.box_head.fc7.weight",
    ]
    func loss() throws -> Tensor {
      var generator = SamplingGenerator(seed: 4)
      // Annotated boxes alone: proposals move with the weights, and the draw with them.
      let targets = [square, square]
      return try withTorchErrors {
        let (levels, losses, _) = detector.trunk.training(batch, targets, using: &generator) { _ in }
        let sample = detector.heads.sampler([[], []], targets, using: &generator)
        let pass = detector.heads(levels, sample, targets, batch, &generator)
        return losses.merging(pass.losses) { $0 + $1 }.values.reduce(Tensor(0)) { $0 + $1 }
      }
    }
    try withTorchErrors { try loss().backward() }
    for (name, tensor) in detector.parameters where names.contains(name) {
      let direction = Tensor.randn(tensor.shape, generator: Generator(seed: 7))
      let slope = (try #require(tensor.grad) * direction).sum().item()
      let step = 1e-3
      func value(_ factor: Double) throws -> Double {
        withoutGradient { tensor.add_(direction, scale: factor) }
        defer { withoutGradient { tensor.add_(direction, scale: -factor) } }
        return try loss().item()
      }
      let difference = (try value(step) - value(-step)) / (2 * step)
      #expect(abs(difference - slope) < 0.03 * abs(slope) + 1e-2, "\(name): \(slope) and \(difference)")
    }
  }

  @Test func imagesWithoutTargetsAndBoxesWithoutAreaTrainOnBackground() throws {
    let detector = configuration.oneStage()
    var generator = SamplingGenerator(seed: 1)
    var degenerate = square
    degenerate.boxes[0].x2 = degenerate.boxes[0].x1
    for targets in [[ImageTargets(), ImageTargets()], [degenerate, ImageTargets()]] {
      let pass = try detector.losses(batch, targets, using: &generator)
      #expect(pass.regionLabels.allSatisfy { $0 == 3 })
      #expect(pass.losses[.mask]?.item() == 0 && pass.losses[.box]?.item() == 0)
      #expect(pass.total.item().isFinite)
      try withTorchErrors { pass.total.backward() }
    }
  }

  @Test func aDetectorOfBoxesHasNoMasks() throws {
    var boxes = try DetectorConfiguration.tiny("evaluation.score_threshold=0")
    boxes.network.family = .fasterRCNN(boxes.network.family.stages[0])
    let detector = boxes.detector()
    var generator = SamplingGenerator(seed: 1)
    let pass = try detector.losses(batch, [square, square], using: &generator)
    #expect(pass.losses[.mask] == nil)
    let found = try detector.detections(batch, outputSizes: batch.sizes)
    #expect(found.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.mask == nil } })
  }

  @Test func anImpossibleThresholdFindsNothing() throws {
    var strict = configuration
    strict.selection.scoreThreshold = 1
    let found = try strict.detector().detections(batch, outputSizes: batch.sizes)
    #expect(found == [[], []])
  }

  @Test func detectionsComeInTheSizeAskedForBestFirst() throws {
    var lax = configuration
    lax.selection.scoreThreshold = 0
    lax.selection.maximumDetections = 20
    let sizes = [ImageSize(height: 128, width: 200), ImageSize(height: 25, width: 30)]
    let found = try lax.detector().detections(batch, outputSizes: sizes)
    for (detections, size) in zip(found, sizes) {
      #expect(detections.count == 20)
      #expect(zip(detections, detections.dropFirst()).allSatisfy { $0.score >= $1.score })
      for detection in detections {
        let mask = try #require(detection.mask)
        #expect(mask.height == size.height && mask.width == size.width)
        #expect(mask.counts.reduce(0, +) == UInt32(size.height * size.width))
        #expect(detection.box.x2 <= Float(size.width) && detection.box.y2 <= Float(size.height))
      }
    }
  }

  @Test func divergedWeightsYieldNoDetectionsInsteadOfACrash() throws {
    let detector = configuration.oneStage()
    withoutGradient {
      for (_, tensor) in detector.parameters { tensor.mul_(Double.nan) }
    }
    let found = try detector.detections(batch, outputSizes: batch.sizes)
    #expect(found == [[], []])
    var generator = SamplingGenerator(seed: 1)
    let pass = try detector.losses(batch, [square, square], using: &generator)
    #expect(pass.total.item().isNaN)
  }

  @Test func theSameSeedAndDrawGiveTheSameLosses() throws {
    func total() throws -> Double {
      var generator = SamplingGenerator(seed: 5)
      return try configuration.detector().losses(batch, [square, square], using: &generator).total.item()
    }
    #expect(try total() == total())
  }

  @Test func weightsOfAnotherDetectorAreRefusedByName() throws {
    let detector = configuration.oneStage()
    var weights = Dictionary(uniqueKeysWithValues: detector.parameters + detector.buffers)
    let name = "roi_heads.box_predictor.cls_score.weight"
    weights[name] = Tensor.zeros([9, 32])
    #expect(throws: WeightsError.wrongShape(name: name, expected: [4, 32], found: [9, 32])) {
      try detector.load(weights, layout: .backgroundLast)
    }
    weights[name] = nil
    #expect(throws: WeightsError.missing([name])) { try detector.load(weights, layout: .backgroundLast) }
  }

  @Test func frozenPartsWantNoGradient() {
    var frozen = configuration
    frozen.network.backbone.frozenStages = 2
    let wanted = frozen.detector().parameters.filter { !$0.tensor.requiresGrad }.map(\.name)
    #expect(
      wanted.allSatisfy { $0.contains("body.conv1") || $0.contains("body.bn1") || $0.contains("layer1") })
    #expect(wanted.contains("backbone.body.layer1.1.conv2.weight"))
  }

  @Test func theBenchmarkTimesEveryPhase() throws {
    let benchmark = DetectorBenchmark(
      configuration: configuration, imageSize: ImageSize(height: 64, width: 96), batchSize: 2,
      microBatchSize: 1,
      precision: .bfloat16, device: .cpu, instancesPerImage: 3)
    let report = try benchmark.run(steps: 2, warmUp: 1)
    #expect(DetectorBenchmark.Phase.allCases.allSatisfy { report.phaseSeconds[$0]! > 0 })
    #expect(report.secondsPerStep > 0 && report.peakMemory > 0 && report.objectRegions >= 6)
  }
}
