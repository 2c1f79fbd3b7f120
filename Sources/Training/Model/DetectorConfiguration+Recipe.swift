import Detection
import Recipes

extension DetectorConfiguration {
  /// The detector of a name, as the long-tail papers train it on LVIS, for C classes.
  public init(named name: Recipe.Detector.Name, classCount: Int) {
    let single = DetectorConfiguration.maskRCNN(depth: .init(name), classCount: classCount)
    self = name.isCascade ? single.cascaded() : single
  }

  /// The detector that a recipe describes, for C classes.
  public init(_ recipe: Recipe, classCount: Int) {
    let detector = recipe.detector
    self.init(named: detector.name, classCount: classCount)
    backbone = ResNetConfiguration(
      depth: .init(detector.name), width: detector.backboneWidth, stem: .init(detector.stem),
      normalisation: .init(detector.normalisation), frozenParts: detector.frozenStages)
    pyramidWidth = detector.pyramidWidth
    anchors.sizes = detector.anchorSizes.map(Float.init)
    anchors.ratios = detector.anchorRatios.map(Float.init)
    proposals.training.perLevel = detector.trainingProposals.perLevel
    proposals.training.perImage = detector.trainingProposals.perImage
    proposals.inference.perLevel = detector.inferenceProposals.perLevel
    proposals.inference.perImage = detector.inferenceProposals.perImage
    proposals.sampleCount = detector.proposalSamples
    regions.sampleCount = detector.regionSamples
    regions.canonicalSide = Float(detector.canonicalSide)
    box.hiddenWidth = detector.boxHeadWidth
    box.regression = detector.boxDeltas == .perClass ? .perClass : .classAgnostic
    box.classifier = .init(detector.classifier)
    mask?.width = detector.maskHeadWidth
    mask?.predictor = .init(detector.maskPredictor)
    trained = .init(detector.trained)
    inference.scoreThreshold = Float(recipe.evaluation.scoreThreshold)
    inference.suppressionThreshold = recipe.evaluation.suppressionThreshold
    inference.detectionLimit = recipe.evaluation.maximumDetections
  }
}

extension TrainedPart {
  fileprivate init(_ trained: Recipe.Detector.Trained) {
    switch trained {
    case .all: self = .all
    case .heads: self = .heads
    case .classifier: self = .classifier
    }
  }
}

extension ResNetConfiguration.Depth {
  fileprivate init(_ name: Recipe.Detector.Name) {
    switch name {
    case .maskRCNNResNet18, .cascadeResNet18: self = .d18
    case .maskRCNNResNet50, .cascadeResNet50: self = .d50
    case .maskRCNNResNet101, .cascadeResNet101: self = .d101
    }
  }
}

extension ResNetConfiguration.Stem {
  fileprivate init(_ stem: Recipe.Detector.Stem) {
    switch stem {
    case .large: self = .large
    case .small: self = .small
    }
  }
}

extension ResNetConfiguration.Normalisation {
  fileprivate init(_ normalisation: Recipe.Detector.Normalisation) {
    switch normalisation {
    case .frozenBatch: self = .frozenBatch
    case .batch: self = .batch
    case .group(let groups): self = .group(groups)
    }
  }
}

extension Similarity {
  fileprivate init(_ predictor: Recipe.Detector.Predictor) {
    switch predictor {
    case .linear: self = .inner
    case .normalised(let temperature): self = .cosine(temperature: temperature)
    }
  }
}
