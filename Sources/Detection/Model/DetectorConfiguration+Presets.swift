extension DetectorConfiguration {
  /// Mask R-CNN as the long-tail papers train it on LVIS: pre-trained backbone, linear predictors.
  public static func maskRCNN(depth: ResNetConfiguration.Depth, classCount: Int) -> DetectorConfiguration {
    DetectorConfiguration(
      classCount: classCount,
      backbone: ResNetConfiguration(
        depth: depth, width: 64, stem: .large, normalisation: .frozenBatch, frozenParts: 2),
      pyramidWidth: 256,
      anchors: AnchorConfiguration(sizes: [32, 64, 128, 256, 512], ratios: [0.5, 1, 2]),
      proposals: ProposalConfiguration(
        training: .init(perLevel: 2000, perImage: 2000), inference: .init(perLevel: 1000, perImage: 1000),
        suppressionThreshold: 0.7, objectThreshold: 0.7, backgroundThreshold: 0.3, sampleCount: 256,
        objectShare: 0.5, lossBeta: 0),
      regions: RegionConfiguration(
        sampleCount: 512, objectShare: 0.25, alignment: .halfPixel, canonicalSide: 224),
      stages: [StageConfiguration(objectThreshold: 0.5, coder: .regions, lossWeight: 1)],
      box: BoxHeadConfiguration(
        hiddenWidth: 1024, classifier: .inner, regression: .perClass, lossBeta: 0),
      mask: MaskHeadConfiguration(width: 256, predictor: .inner, target: .binary), trained: .all,
      inference: InferenceConfiguration(
        scoreThreshold: 1e-4, suppressionThreshold: 0.5, detectionLimit: 300, pasting: .exact))
  }

  /// The same with three stages of ever stricter overlaps (Cai & Vasconcelos 2018), each one's boxes the next one's regions.
  public func cascaded() -> DetectorConfiguration {
    var cascade = self
    cascade.stages = [(0.5, 1, 1), (0.6, 2, 0.5), (0.7, 3, 0.25)].map { threshold, precision, weight in
      StageConfiguration(
        objectThreshold: threshold,
        coder: BoxCoder(shiftDeviation: 0.1 / precision, scaleDeviation: 0.2 / precision), lossWeight: weight)
    }
    cascade.box.regression = .classAgnostic
    return cascade
  }

  /// The same detector small enough for a processor: thin, from random weights, for images of 128 to 192 pixels.
  public static func slim(classCount: Int) -> DetectorConfiguration {
    var slim = maskRCNN(depth: .d18, classCount: classCount)
    slim.backbone = ResNetConfiguration(
      depth: .d18, width: 32, stem: .small, normalisation: .batch, frozenParts: 0)
    slim.pyramidWidth = 64
    slim.anchors.sizes = [16, 32, 64, 128, 256]
    slim.proposals.training = .init(perLevel: 500, perImage: 300)
    slim.proposals.inference = .init(perLevel: 300, perImage: 150)
    slim.proposals.sampleCount = 128
    slim.regions.sampleCount = 64
    slim.regions.canonicalSide = 64
    slim.box.hiddenWidth = 256
    slim.box.regression = .classAgnostic
    slim.mask?.width = 64
    return slim
  }

  /// The same detector in torchvision's conventions where they differ from ours; its classes stay ours.
  public func inTorchvisionConventions() -> DetectorConfiguration {
    var configuration = self
    configuration.regions.alignment = .none
    configuration.proposals.lossBeta = 1.0 / 9
    configuration.box.lossBeta = 1.0 / 9
    configuration.mask?.target = .coverage
    configuration.inference.pasting = .wholePixels
    configuration.inference.scoreThreshold = 0.05
    configuration.inference.detectionLimit = 100
    return configuration
  }
}
