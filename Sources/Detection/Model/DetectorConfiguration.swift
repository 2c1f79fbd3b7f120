import Losses
import Recipes
import Torch

/// What a detector is built from: a recipe's words, and the number of classes that the data has.
public struct DetectorConfiguration: Sendable, Equatable {
  /// Number of foreground classes, C.
  public var classCount: Int
  /// The network.
  public var network: Recipe.Detector
  /// Choice of the final detections.
  public var selection: Recipe.Evaluation

  /// The detector that a recipe describes, for C classes.
  public init(_ recipe: Recipe, classCount: Int) {
    self.classCount = classCount
    network = recipe.detector
    selection = recipe.evaluation
  }

  /// Channels, rows and columns of a region as the box head sees it.
  public var pooledShape: [Int] { [network.pyramidWidth, BoxHead.side, BoxHead.side] }

  /// The detector, of random weights drawn from the source, on its device.
  ///
  /// - Parameter classification: makes the loss of region classes, one for each stage.
  public func detector(
    classification: () -> any ClassificationLoss, from source: ParameterSource
  ) -> any Detector {
    let detector: any Detector =
      switch network.family {
      case .maskRCNN(let stage, _), .fasterRCNN(let stage):
        FasterRCNN(self, stage, classification: classification, from: source)
      case .cascadeMaskRCNN(let stages, _), .cascadeRCNN(let stages):
        CascadeRCNN(self, stages, classification: classification, from: source)
      }
    for (name, tensor) in detector.parameters where !network.trained.includes(name) {
      tensor.requiresGrad(false)
    }
    return detector
  }
}

extension Recipe.Detector.Trained {
  fileprivate func includes(_ parameter: String) -> Bool {
    switch self {
    case .all: true
    case .heads: !parameter.hasPrefix("backbone.") && !parameter.contains(".box_head.")
    case .classifier: parameter.contains(".box_predictor.cls_score.")
    }
  }

  /// Norms of a backbone that is not trained keep their statistics.
  var backboneMode: Mode { self == .all ? .training : .inference }
}
