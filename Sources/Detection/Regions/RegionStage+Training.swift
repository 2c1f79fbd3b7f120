import Losses
import Torch

/// What one stage gives for its regions.
struct StagePass {
  /// Each part of the loss, weighted.
  let losses: [LossPart: Tensor]
  /// Features of the sampled regions, [B, hidden].
  let features: Tensor
  /// Their logits, [B, columns].
  let logits: Tensor
}

extension RegionStage {
  /// The losses of a sample of regions.
  func callAsFunction(
    _ levels: [Tensor], _ sample: RegionSample, _ targets: [ImageTargets], _ batch: ImageBatch,
    _ generator: inout SamplingGenerator, lap: (ForwardPhase) -> Void = { _ in }
  ) -> StagePass {
    let boxes = boxLosses(levels, sample, targets, batch.sizes, &generator)
    lap(.boxes)
    var losses: [LossPart: Tensor] = [.classification: boxes.classification, .box: boxes.regression]
    losses[.mask] = mask?.loss(levels, sample, targets, batch)
    lap(.masks)
    return StagePass(
      losses: losses.mapValues { $0 * lossWeight }, features: boxes.features, logits: boxes.logits)
  }

  /// Where a sample's proposals move to, image after image. Annotated boxes are left out, for the next stage adds them
  /// itself, and so are boxes that training has blown up.
  func proposals(after sample: RegionSample, _ features: Tensor, _ sizes: [ImageSize]) -> [[CornerBox]] {
    var proposals = sizes.map { _ in [CornerBox]() }
    for (index, box) in box.moved(sample.regions, features, in: sizes).enumerated()
    where sample.areProposed[index] && box.width >= 0 && box.height >= 0 {
      proposals[sample.regions.images[index]].append(box)
    }
    return proposals
  }

  /// The box head's losses, and the features and logits of the sampled regions.
  func boxLosses(
    _ levels: [Tensor], _ sample: RegionSample, _ targets: [ImageTargets], _ sizes: [ImageSize],
    _ generator: inout SamplingGenerator
  ) -> (classification: Tensor, regression: Tensor, features: Tensor, logits: Tensor) {
    let recalled = recalledRegions(levels, targets, sizes, &generator)
    let pooled = box.pooling(levels, sample.regions)
    let features = box.features(
      pooled: recalled.map { .concatenate([pooled, $0.features.to(pooled.dtype)], dim: 0) } ?? pooled)
    let logits = box.classifier(features).to(.float32)
    let (sampled, again) = (sample.regions.count, recalled?.labels ?? [])
    let objects = features.narrow(0, 0, sample.objectCount)
    return (
      classification(
        LossRows(
          logits: logits, labels: Tensor(sample.labels + again, device: logits.device),
          // Recalled regions of a class count as one ground truth, as the authors have it.
          objects: sample.objects + again.map { -1 - $0 }, seed: generator.next(),
          implied: sample.impliedLabels(targets), absentClasses: targets.flatMap(\.absentClasses))),
      box.regressionLoss(
        recalled == nil
          ? objects : .concatenate([objects, features.narrow(0, sampled, again.count)], dim: 0),
        classes: Array(sample.labels.prefix(sample.objectCount)) + again,
        aims: .concatenate(
          [box.aims(sample, targets).uploaded(to: logits.device)] + (recalled.map { [$0.aims] } ?? []), dim: 0
        ),
        regionCount: sampled + again.count),
      features.narrow(0, 0, sampled),
      logits.narrow(0, 0, sampled)
    )
  }
}
