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
  /// Logits of the sampled regions, [B, columns], outside of the autograd graph.
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
      let (objectness, proposalBox, sample) = regions(batch, levels, targets, &generator)
      let boxes = boxLosses(levels, sample, targets, batch.sizes, &generator)
      var losses: [LossPart: Tensor] = [
        .objectness: objectness, .proposalBox: proposalBox, .classification: boxes.classification,
        .box: boxes.regression,
      ]
      losses[.mask] = mask?.loss(levels, sample, targets, sizes: batch.sizes)
      return TrainingPass(
        losses: losses, regionLogits: boxes.logits.detach(), regionLabels: sample.labels)
    }
  }

  /// The proposal network's losses, and the regions that the heads look at.
  func regions(
    _ batch: ImageBatch, _ levels: [Tensor], _ targets: [ImageTargets], _ generator: inout SamplingGenerator
  ) -> (objectness: Tensor, proposalBox: Tensor, sample: RegionSample) {
    let anchors = anchors(of: batch, levels)
    let (objectness, deltas) = proposals.losses(
      levels, anchors: anchors.grid, targets: targets, using: &generator)
    let boxes = proposals.proposals(levels, anchors: anchors, sizes: batch.sizes, .training)
    return (objectness, deltas, sampler(boxes, targets, using: &generator))
  }

  /// The box head's losses, and the logits of the sampled regions.
  func boxLosses(
    _ levels: [Tensor], _ sample: RegionSample, _ targets: [ImageTargets], _ sizes: [ImageSize],
    _ generator: inout SamplingGenerator
  ) -> (classification: Tensor, regression: Tensor, logits: Tensor) {
    let recalled = recalledRegions(levels, targets, sizes, &generator)
    let pooled = box.pooling(levels, sample.regions)
    let features = box.features(
      pooled: recalled.map { .concatenate([pooled, $0.features.to(pooled.dtype)], dim: 0) } ?? pooled)
    let logits = box.classifier(features).to(.float32)
    let (sampled, again) = (sample.regions.count, recalled?.labels ?? [])
    let objects = features.narrow(0, 0, sample.objectCount)
    return (
      classification(
        logits: logits, labels: Tensor(sample.labels + again),
        // Recalled regions of a class count as one ground truth, as the authors have it.
        objects: sample.objects + again.map { -1 - $0 }),
      box.regressionLoss(
        recalled == nil
          ? objects : .concatenate([objects, features.narrow(0, sampled, again.count)], dim: 0),
        classes: Array(sample.labels.prefix(sample.objectCount)) + again,
        aims: .concatenate([box.aims(sample, targets)] + (recalled.map { [$0.aims] } ?? []), dim: 0),
        regionCount: sampled + again.count),
      logits.narrow(0, 0, sampled)
    )
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
