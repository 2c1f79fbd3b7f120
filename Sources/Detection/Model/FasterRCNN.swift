import Losses
import Recipes
import Torch

/// Faster R-CNN (Ren et al. 2015) on a residual network with a feature pyramid; with a mask head Mask R-CNN (He et al.
/// 2017).
final class FasterRCNN: Detector {
  let configuration: DetectorConfiguration
  let trunk: Trunk
  let heads: RegionStage

  init(
    _ configuration: DetectorConfiguration, _ stage: Recipe.Detector.Stage,
    classification: () -> any ClassificationLoss, from source: ParameterSource
  ) {
    self.configuration = configuration
    trunk = Trunk(configuration.network, source)
    heads = RegionStage(stage, of: configuration, classification: classification(), source)
  }

  func losses(
    _ batch: ImageBatch, _ targets: [ImageTargets], using generator: inout SamplingGenerator,
    lap: (ForwardPhase) -> Void
  ) throws -> TrainingPass {
    precondition(targets.count == batch.count, "one value of targets for each image")
    let targets = targets.map { $0.withoutEmptyBoxes() }
    return try withTorchErrors {
      let trunk = trunk.training(batch, targets, using: &generator, lap: lap)
      let sample = heads.sampler(trunk.proposals, targets, using: &generator)
      lap(.proposals)
      let pass = heads(trunk.levels, sample, targets, batch, &generator, lap: lap)
      return TrainingPass(
        losses: trunk.losses.merging(pass.losses) { $0 + $1 },
        regionLogits: heads.classification.classLogits(pass.logits.detach()), regionLabels: sample.labels)
    }
  }

  func collectRegions(
    _ batch: ImageBatch, _ targets: [ImageTargets], using generator: inout SamplingGenerator
  ) throws {
    let targets = targets.map { $0.withoutEmptyBoxes() }
    try withTorchErrors {
      withoutGradient { trunk.collectRegions(batch, targets, for: [heads], using: &generator) }
    }
  }

  func detections(_ batch: ImageBatch, outputSizes: [ImageSize]) throws -> [[Detection]] {
    precondition(outputSizes.count == batch.count, "one output size for each image")
    return try withTorchErrors {
      withoutGradient {
        let (levels, regions) = trunk.inference(batch)
        guard regions.count > 0 else { return outputSizes.map { _ in [] } }
        let features = heads.box.features(levels, regions)
        let found = heads.detectedBoxes(
          regions, features, logits: heads.box.classifier(features).to(.float32), batch.sizes,
          BoxSelection(configuration))
        return configuration.laidOut(
          found, masks: heads.mask.map { MaskHead.masks(by: [$0], levels, found) }, batch.sizes, outputSizes)
      }
    }
  }

  func detections(
    _ batch: ImageBatch, outputSizes: [ImageSize], shiftingLogitsBy shifts: [[Double]]
  ) throws -> [[[Detection]]] {
    try withTorchErrors {
      withoutGradient {
        let (levels, regions) = trunk.inference(batch)
        guard regions.count > 0 else { return shifts.map { _ in outputSizes.map { _ in [] } } }
        let features = heads.box.features(levels, regions)
        return heads.detections(
          regions, features, logits: heads.box.classifier(features).to(.float32), batch.sizes, outputSizes,
          configuration, shiftingLogitsBy: shifts)
      }
    }
  }

  var parameters: [NamedTensor] { trunk.parameters + heads.parameters.prefixed("roi_heads") }
  var buffers: [NamedTensor] { trunk.buffers }

  var classifications: [(prefix: String, loss: any ClassificationLoss)] { [("", heads.classification)] }
}
