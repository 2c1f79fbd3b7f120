import Losses
import Recipes
import Torch

/// Cascade R-CNN (Cai & Vasconcelos 2018), with or without masks: stages of heads of which each one's boxes are the next
/// one's regions.
final class CascadeRCNN: Detector {
  let configuration: DetectorConfiguration
  let trunk: Trunk
  let stages: [RegionStage]

  init(
    _ configuration: DetectorConfiguration, _ stages: [Recipe.Detector.Stage],
    classification: () -> any ClassificationLoss, from source: ParameterSource
  ) {
    precondition(!stages.isEmpty, "a cascade has a stage")
    self.configuration = configuration
    trunk = Trunk(configuration.network, source)
    self.stages = stages.map {
      RegionStage($0, of: configuration, classification: classification(), source)
    }
  }

  func losses(
    _ batch: ImageBatch, _ targets: [ImageTargets], using generator: inout SamplingGenerator,
    lap: (ForwardPhase) -> Void
  ) throws -> TrainingPass {
    precondition(targets.count == batch.count, "one value of targets for each image")
    let targets = targets.map { $0.withoutEmptyBoxes() }
    return try withTorchErrors {
      let trunk = trunk.training(batch, targets, using: &generator, lap: lap)
      var (losses, proposals) = (trunk.losses, trunk.proposals)
      var first: (sample: RegionSample, logits: Tensor)?
      for stage in stages {
        let sample = stage.sampler(proposals, targets, using: &generator)
        lap(.proposals)
        let pass = stage(trunk.levels, sample, targets, batch, &generator, lap: lap)
        losses.merge(pass.losses) { $0 + $1 }
        first = first ?? (sample, stage.classification.classLogits(pass.logits.detach()))
        proposals = stage.proposals(after: sample, pass.features, batch.sizes)
        lap(.boxes)
      }
      guard let first else { preconditionFailure("a cascade has a stage") }
      return TrainingPass(losses: losses, regionLogits: first.logits, regionLabels: first.sample.labels)
    }
  }

  func collectRegions(
    _ batch: ImageBatch, _ targets: [ImageTargets], using generator: inout SamplingGenerator
  ) throws {
    let targets = targets.map { $0.withoutEmptyBoxes() }
    try withTorchErrors {
      withoutGradient { trunk.collectRegions(batch, targets, for: stages, using: &generator) }
    }
  }

  func detections(_ batch: ImageBatch, outputSizes: [ImageSize]) throws -> [[Detection]] {
    precondition(outputSizes.count == batch.count, "one output size for each image")
    return try withTorchErrors {
      withoutGradient {
        let (levels, proposals) = trunk.inference(batch)
        guard proposals.count > 0 else { return outputSizes.map { _ in [] } }
        let (regions, features, logits) = passed(levels, proposals, batch.sizes)
        let found = stages[stages.count - 1].detectedBoxes(
          regions, features, logits: logits, batch.sizes, BoxSelection(configuration))
        let heads = stages.compactMap(\.mask)
        return configuration.laidOut(
          found, masks: heads.isEmpty ? nil : MaskHead.masks(by: heads, levels, found), batch.sizes,
          outputSizes)
      }
    }
  }

  func detections(
    _ batch: ImageBatch, outputSizes: [ImageSize], shiftingLogitsBy shifts: [[Double]]
  ) throws -> [[[Detection]]] {
    try withTorchErrors {
      withoutGradient {
        let (levels, proposals) = trunk.inference(batch)
        guard proposals.count > 0 else { return shifts.map { _ in outputSizes.map { _ in [] } } }
        let (regions, features, logits) = passed(levels, proposals, batch.sizes)
        return stages[stages.count - 1].detections(
          regions, features, logits: logits, batch.sizes, outputSizes, configuration, shiftingLogitsBy: shifts
        )
      }
    }
  }

  /// The regions that the last stage looks at, their features there, and their logits, the mean of all stages'.
  func passed(
    _ levels: [Tensor], _ proposals: RegionBatch, _ sizes: [ImageSize]
  ) -> (regions: RegionBatch, features: Tensor, logits: Tensor) {
    var regions = proposals
    var features = stages[0].box.features(levels, regions)
    var logits = stages[0].box.classifier(features).to(.float32)
    for (stage, next) in zip(stages, stages.dropFirst()) {
      regions.boxes = stage.box.moved(regions, features, in: sizes)
      features = next.box.features(levels, regions)
      logits = logits + next.box.classifier(features).to(.float32)
    }
    return (regions, features, logits / Double(stages.count))
  }

  var parameters: [NamedTensor] {
    trunk.parameters
      + stages.enumerated().flatMap { $1.parameters.prefixed("\($0)") }.prefixed("roi_heads")
  }
  var buffers: [NamedTensor] { trunk.buffers }

  var classifications: [(prefix: String, loss: any ClassificationLoss)] {
    stages.enumerated().map { ("\($0).", $1.classification) }
  }
}
