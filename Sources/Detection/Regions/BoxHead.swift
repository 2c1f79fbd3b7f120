import Recipes
import Torch

/// Two hidden layers on a pooled region, then a logit a column and box deltas.
struct BoxHead {
  let deltaKind: Recipe.Detector.Stage.Deltas
  let lossBeta: Double
  let pooling: PyramidPooling
  let hidden: [Linear]
  let classifier: Classifier
  let regression: ClasswiseLinear
  let coder: BoxCoder

  /// Rows and columns of a pooled region.
  static let side = 7

  init(
    _ configuration: DetectorConfiguration, _ stage: Recipe.Detector.Stage, columns: Int,
    initialLogit: Double, _ source: ParameterSource
  ) {
    let box = configuration.network.box
    deltaKind = stage.deltas
    lossBeta = box.lossBeta
    pooling = PyramidPooling(configuration: configuration.network.regions, side: Self.side)
    hidden = [
      Linear(configuration.pooledShape.reduce(1, *), box.hiddenWidth, .uniform, source),
      Linear(box.hiddenWidth, box.hiddenWidth, .uniform, source),
    ]
    classifier = Classifier(
      box.hiddenWidth, columns: columns, initialLogit: initialLogit, box.classifier, source)
    regression = ClasswiseLinear(
      box.hiddenWidth, classCount: deltaKind == .perClass ? configuration.classCount : 1, outputs: 4,
      .linear, .normal(0.001), source)
    coder = BoxCoder(stage, of: configuration.network)
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
    regression(features.unsqueeze(1), ofClass: Tensor(classes.map(regressionIndex), device: features.device))
      .squeeze(1)
  }

  /// Where a class's deltas are: all classes share one set where regression is class-agnostic.
  func regressionIndex(_ category: Int) -> Int { deltaKind == .perClass ? category : 0 }

  /// Where regions move to by deltas shared by all classes, inside their images; outside of the autograd graph.
  ///
  /// - Parameter features: of the regions, [R, hidden].
  func moved(_ regions: RegionBatch, _ features: Tensor, in sizes: [ImageSize]) -> [CornerBox] {
    precondition(deltaKind == .classAgnostic, "a region has one place to move to")
    return withoutGradient {
      let deltas = regression.ofEveryClass(features).squeeze(1).to(.float32)
      let boxes = coder.decode(deltas, from: Tensor(regions.boxes, device: deltas.device)).boxes()
      return zip(boxes, regions.images).map { $0.clipped(to: sizes[$1]) }
    }
  }

  /// Deltas from the sampled objects' regions to what they stand for, [P, 4], on the CPU.
  func aims(_ sample: RegionSample, _ targets: [ImageTargets]) -> Tensor {
    let aims = zip(sample.targets, sample.regions.boxes).flatMap {
      coder.encode(targets[$0.image].boxes[$0.index], from: $1)
    }
    return Tensor(aims, shape: [sample.objectCount, 4], device: .cpu)
  }

  /// Loss of the deltas of P objects among B regions, summed, over B.
  ///
  /// - Parameters:
  ///   - features: of the objects, [P, hidden].
  ///   - classes: of the objects, 0 ..< C.
  ///   - aims: [P, 4].
  func regressionLoss(_ features: Tensor, classes: [Int], aims: Tensor, regionCount: Int) -> Tensor {
    guard !classes.isEmpty else { return Tensor(0, device: features.device) }
    return deltas(features, ofClass: classes)
      .smoothL1(aims, beta: lossBeta, reduction: .sum) / Double(regionCount)
  }
}

extension BoxHead: Module {
  var parameters: [NamedTensor] {
    hidden.enumerated().flatMap { $1.parameters.prefixed("box_head.fc\($0 + 6)") }
      + classifier.parameters.prefixed("box_predictor.cls_score")
      + regression.parameters.prefixed("box_predictor.bbox_pred")
  }
}
