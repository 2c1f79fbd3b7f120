import Losses
import Recipes
import Torch

/// What all detectors of regions share: a backbone with its pyramid, and a network that proposes regions.
final class Trunk {
  let configuration: Recipe.Detector
  let backbone: Backbone
  let proposals: ProposalNetwork
  private var anchors: Anchors?

  init(_ configuration: Recipe.Detector, _ source: ParameterSource) {
    self.configuration = configuration
    backbone = Backbone(configuration.backbone, width: configuration.pyramidWidth, source)
    proposals = ProposalNetwork(configuration, source)
  }

  /// The pyramid of a training batch, the proposal network's losses, and what it proposes to the heads.
  func training(
    _ batch: ImageBatch, _ targets: [ImageTargets], using generator: inout SamplingGenerator,
    lap: (ForwardPhase) -> Void
  ) -> (levels: [Tensor], losses: [LossPart: Tensor], proposals: [[CornerBox]]) {
    let levels = backbone(batch.images, configuration.trained.backboneMode)
    lap(.backbone)
    let anchors = anchors(of: batch, levels)
    let samples = zip(targets, batch.sizes).map {
      proposals.sample(anchors.grid, $0, imageSize: $1, using: &generator)
    }
    let losses = proposals.losses(levels, anchors: anchors.grid, samples)
    let boxes = proposals.proposals(levels, anchors: anchors, sizes: batch.sizes, .training)
    lap(.proposals)
    return (levels, losses, boxes)
  }

  /// Has stages whose losses remember regions collect those around a batch's objects.
  func collectRegions(
    _ batch: ImageBatch, _ targets: [ImageTargets], for stages: [RegionStage],
    using generator: inout SamplingGenerator
  ) {
    let levels = backbone(batch.images, .inference)
    for stage in stages {
      guard let loss = stage.classification as? any RegionRecalling else { continue }
      stage.collectRegions(levels, targets, batch.sizes, for: loss.memory, &generator)
    }
  }

  /// The pyramid of a batch, and what is proposed.
  func inference(_ batch: ImageBatch) -> (levels: [Tensor], proposals: RegionBatch) {
    let levels = backbone(batch.images, .inference)
    let anchors = anchors(of: batch, levels)
    return (
      levels, RegionBatch(proposals.proposals(levels, anchors: anchors, sizes: batch.sizes, .inference))
    )
  }

  /// The anchors of a batch, kept as long as its size stays.
  func anchors(of batch: ImageBatch, _ levels: [Tensor]) -> Anchors {
    let sizes = levels.map { ImageSize(height: $0.size(2), width: $0.size(3)) }
    if let anchors, anchors.grid.levelSizes == sizes, anchors.grid.imageSize == batch.paddedSize {
      return anchors
    }
    let made = Anchors(
      AnchorGrid(configuration.anchors, imageSize: batch.paddedSize, levelSizes: sizes),
      device: batch.images.device)
    anchors = made
    return made
  }
}

extension Trunk: Module {
  var parameters: [NamedTensor] {
    backbone.parameters.prefixed("backbone") + proposals.parameters.prefixed("rpn")
  }

  var buffers: [NamedTensor] { backbone.buffers.prefixed("backbone") }
}
