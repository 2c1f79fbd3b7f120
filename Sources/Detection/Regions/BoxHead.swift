import Torch

/// Two hidden layers on a pooled region, then a logit a column and box deltas.
struct BoxHead {
  let configuration: BoxHeadConfiguration
  let pooling: PyramidPooling
  let hidden: [Linear]
  let classifier: Classifier
  let regression: ClasswiseLinear
  let coder: BoxCoder

  init(
    _ configuration: DetectorConfiguration, columns: Int, coder: BoxCoder, _ generator: Generator
  ) {
    let box = configuration.box
    self.configuration = box
    pooling = PyramidPooling(configuration: configuration.regions, side: 7)
    hidden = [
      Linear(configuration.pyramidWidth * 49, box.hiddenWidth, .uniform, generator),
      Linear(box.hiddenWidth, box.hiddenWidth, .uniform, generator),
    ]
    classifier = Classifier(box.hiddenWidth, columns: columns, box.classifier, generator)
    regression = ClasswiseLinear(
      box.hiddenWidth, classCount: box.regression == .perClass ? configuration.classCount : 1, outputs: 4,
      .inner, .normal(0.001), generator)
    self.coder = coder
  }

  /// Features of regions, [R, hidden].
  func features(_ levels: [Tensor], _ regions: RegionBatch) -> Tensor {
    features(pooled: pooling(levels, regions))
  }

  /// pooled: [R, C, 7, 7] → [R, hidden].
  func features(pooled: Tensor) -> Tensor {
    hidden.reduce(pooled.flatten(from: 1)) { $1($0).relu_() }
  }

  /// Deltas of each region's own class: features [P, hidden], classes 0 ..< C → [P, 4].
  func deltas(_ features: Tensor, ofClass classes: [Int]) -> Tensor {
    regression(features.unsqueeze(1), ofClass: Tensor(classes.map(regressionIndex))).squeeze(1)
  }

  /// Where a class's deltas are: all classes share one set where regression is class-agnostic.
  func regressionIndex(_ category: Int) -> Int { configuration.regression == .perClass ? category : 0 }

  /// Loss of the deltas of the objects among B regions, summed, over B.
  func regressionLoss(_ features: Tensor, _ sample: RegionSample, _ targets: [ImageTargets]) -> Tensor {
    let count = sample.objectCount
    guard count > 0 else { return Tensor(0) }
    let aims = zip(sample.targets, sample.regions.boxes).flatMap {
      coder.encode(targets[$0.image].boxes[$0.index], from: $1)
    }
    return deltas(features.narrow(0, 0, count), ofClass: Array(sample.labels.prefix(count)))
      .smoothL1(Tensor(aims, shape: [count, 4]), beta: configuration.lossBeta, reduction: .sum)
      / Double(sample.regions.count)
  }
}

extension BoxHead: Module {
  var parameters: [NamedTensor] {
    hidden.enumerated().flatMap { $1.parameters.prefixed("box_head.fc\($0 + 6)") }
      + classifier.parameters.prefixed("box_predictor.cls_score")
      + regression.parameters.prefixed("box_predictor.bbox_pred")
  }
}
