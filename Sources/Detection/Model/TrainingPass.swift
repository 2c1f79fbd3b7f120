import Torch

/// The parts that a detector's loss is the sum of, by the names of their metrics.
public enum LossPart: String, Sendable, CaseIterable {
  case objectness = "loss_rpn_cls"
  case proposalBox = "loss_rpn_bbox"
  case classification = "loss_cls"
  case box = "loss_bbox"
  case mask = "loss_mask"
}

/// What one pass over a training batch gives.
public struct TrainingPass {
  /// Each part of the loss, a scalar; `mask` is missing in a detector of boxes.
  public let losses: [LossPart: Tensor]
  /// Class logits of the regions that the first stage sampled, [B, C], outside of the autograd graph.
  public let regionLogits: Tensor
  /// Class of each of these regions, 0 ..< C; background is C.
  public let regionLabels: [Int]

  /// The sum of all parts, to be differentiated.
  public var total: Tensor {
    LossPart.allCases.compactMap { losses[$0] }.reduce(Tensor(0)) { $0 + $1 }
  }
}

extension MaskRCNN {
  /// The losses of a batch.
  ///
  /// - Parameters:
  ///   - targets: one value an image, in pixels of the batch's images; a box without area is left out.
  ///   - generator: decides which anchors and regions the losses look at.
  public func losses(
    _ batch: ImageBatch, _ targets: [ImageTargets], using generator: inout SamplingGenerator
  ) throws -> TrainingPass {
    precondition(targets.count == batch.count, "one value of targets for each image")
    let targets = targets.map { $0.withoutEmptyBoxes() }
    return try withTorchErrors {
      let levels = backbone(batch.images, configuration.trained.backboneMode)
      var (losses, proposals) = proposalLosses(batch, levels, targets, &generator)
      var first: (sample: RegionSample, logits: Tensor)?
      for (index, stage) in stages.enumerated() {
        let sample = stage.sampler(proposals, targets, using: &generator)
        let pass = stage(levels, sample, targets, batch.sizes, &generator)
        losses.merge(pass.losses) { $0 + $1 }
        first = first ?? (sample, stage.classification.classLogits(pass.logits.detach()))
        guard index < stages.count - 1 else { break }
        proposals = stage.proposals(after: sample, pass.features, batch.sizes)
      }
      guard let first else { preconditionFailure("a detector has a stage") }
      return TrainingPass(losses: losses, regionLogits: first.logits, regionLabels: first.sample.labels)
    }
  }

  /// The proposal network's losses, and what it proposes to the heads.
  func proposalLosses(
    _ batch: ImageBatch, _ levels: [Tensor], _ targets: [ImageTargets], _ generator: inout SamplingGenerator
  ) -> (losses: [LossPart: Tensor], proposals: [[CornerBox]]) {
    let anchors = anchors(of: batch, levels)
    let (objectness, deltas) = proposals.losses(
      levels, anchors: anchors.grid, targets: targets, using: &generator)
    let boxes = proposals.proposals(levels, anchors: anchors, sizes: batch.sizes, .training)
    return ([.objectness: objectness, .proposalBox: deltas], boxes)
  }
}

extension ImageTargets {
  /// The objects whose boxes have an area, as deltas are relative to it.
  func withoutEmptyBoxes() -> ImageTargets {
    let kept = boxes.indices.filter { boxes[$0].width > 0 && boxes[$0].height > 0 }
    guard kept.count < boxes.count else { return self }
    return ImageTargets(
      boxes: kept.map { boxes[$0] }, classes: kept.map { classes[$0] },
      masks: masks.isEmpty ? [] : kept.map { masks[$0] })
  }
}
