import Detection
import Losses
import Torch

/// What the losses of a detector gather over the micro-batches of a step: it moves once, with the weights, or not at all.
struct StepStatistics {
  private let losses: [any StatefulLoss]

  init(of model: any Detector) {
    losses = model.classifications.compactMap { $0.loss as? any StatefulLoss }
  }

  /// Moves every loss by what the step's micro-batches contributed, all ranks' together.
  func apply(_ ranks: Ranks) throws {
    for loss in losses {
      let sum = try ranks.sum(withTorchErrors { loss.takeContribution() })
      try withTorchErrors { loss.apply(sum) }
      guard let memory = (loss as? any RegionRecalling)?.memory else { continue }
      let collected = try withTorchErrors { memory.takeCollected() }
      let regions = try ranks.gather(collected)
      try withTorchErrors { memory.remember(regions) }
    }
  }

  /// Forgets a step that moves no weight.
  func drop() {
    for loss in losses {
      _ = loss.takeContribution()
      _ = (loss as? any RegionRecalling)?.memory.takeCollected()
    }
  }
}

extension Ranks {
  /// Everybody's regions, in the order of ranks.
  fileprivate func gather(_ regions: FeatureMemory.Regions) throws -> FeatureMemory.Regions {
    guard count > 1 else { return regions }
    return FeatureMemory.Regions(
      features: try gather(rows: regions.features), aims: try gather(rows: regions.aims),
      labels: try gather(regions.labels.map(Double.init)).flatMap { $0.map { Int($0) } })
  }
}
