import Losses
import Recipes
import Torch

/// The heads that look at regions. Faster and Mask R-CNN have one stage; in a cascade each one's boxes are the next one's regions.
struct RegionStage {
  /// The loss of region classes, which also turns logits into scores.
  let classification: any ClassificationLoss
  let box: BoxHead
  let mask: MaskHead?
  let sampler: RegionSampler
  /// What its losses are multiplied by.
  let lossWeight: Double

  init(
    _ stage: Recipe.Detector.Stage, of detector: DetectorConfiguration,
    classification: any ClassificationLoss, _ source: ParameterSource
  ) {
    let network = detector.network
    self.classification = classification
    box = BoxHead(
      detector, stage, columns: classification.columnCount, initialLogit: classification.initialLogit,
      source)
    mask = network.family.mask.map {
      MaskHead(
        $0, network.regions, inputs: network.pyramidWidth, classCount: detector.classCount, source)
    }
    sampler = RegionSampler(
      network.regions, objectOverlap: stage.objectOverlap, classCount: detector.classCount)
    lossWeight = stage.lossWeight
  }
}

extension RegionStage: Module {
  var parameters: [NamedTensor] { box.parameters + (mask?.parameters ?? []) }
}
