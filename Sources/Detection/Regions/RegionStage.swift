import Losses
import Torch

/// The heads that look at regions. Mask R-CNN has one stage; in Cascade Mask R-CNN each one's boxes are the next one's regions.
struct RegionStage {
  /// The loss of region classes, which also turns logits into scores.
  let classification: any ClassificationLoss
  let box: BoxHead
  let mask: MaskHead?
  let sampler: RegionSampler
  /// What its losses are multiplied by.
  let lossWeight: Double

  init(
    _ stage: StageConfiguration, of detector: DetectorConfiguration,
    classification: any ClassificationLoss, _ generator: Generator
  ) {
    self.classification = classification
    box = BoxHead(
      detector, columns: classification.columnCount, initialLogit: classification.initialLogit,
      coder: stage.coder, generator)
    mask = detector.mask.map {
      MaskHead(
        $0, detector.regions, inputs: detector.pyramidWidth, classCount: detector.classCount, generator)
    }
    sampler = RegionSampler(
      detector.regions, objectThreshold: stage.objectThreshold, classCount: detector.classCount)
    lossWeight = stage.lossWeight
  }
}

extension RegionStage: Module {
  var parameters: [NamedTensor] { box.parameters + (mask?.parameters ?? []) }
}
