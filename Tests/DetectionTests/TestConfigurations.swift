import CPUTensors
import Losses
import Recipes
import Torch

@testable import Detection

extension DetectorConfiguration {
  /// The demo's slim detector with linear predictors, and these changes to its recipe.
  static func slim(classCount: Int, _ overrides: String...) throws -> DetectorConfiguration {
    let recipe = try Recipe(named: "demo").applying(
      overrides: ["detector.classifier=linear", "detector.mask_predictor=linear"] + overrides)
    return DetectorConfiguration(recipe, classCount: classCount)
  }

  /// The same, tiny, for images of 64 pixels.
  static func tiny(_ overrides: String...) throws -> DetectorConfiguration {
    let recipe = try Recipe(named: "demo").applying(
      overrides: [
        "detector.classifier=linear", "detector.mask_predictor=linear", "detector.backbone_width=8",
        "detector.pyramid_width=16", "detector.box_head_width=32", "detector.mask_head_width=8",
      ] + overrides)
    return DetectorConfiguration(recipe, classCount: 3)
  }

  /// The detector of the LVIS papers by torchvision's conventions.
  static func torchvision(backbone: String, classCount: Int) throws -> DetectorConfiguration {
    let recipe = try Recipe(named: "lvis-softmax-ce-r50-1x").applying(overrides: [
      "detector.conventions=torchvision", "detector.backbone=\(backbone)",
      "detector.mask_predictor=linear", "detector.classifier=linear", "evaluation.score_threshold=0.05",
      "evaluation.max_detections=100", "detector.training_proposals=2000",
    ])
    return DetectorConfiguration(recipe, classCount: classCount)
  }

  /// The detector with softmax cross entropy.
  func detector(seed: UInt64 = 1) -> any Detector {
    detector(
      classification: { SoftmaxCrossEntropy(classCount: classCount) },
      from: ParameterSource(seed: seed, device: .cpu))
  }

  /// A detector of one stage of heads.
  func oneStage(seed: UInt64 = 1) -> FasterRCNN { detector(seed: seed) as! FasterRCNN }
}
