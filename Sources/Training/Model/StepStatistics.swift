import Detection
import Losses

/// What the losses of a detector gather over the micro-batches of a step: it moves once, with the weights, or not at all.
struct StepStatistics {
  private let losses: [any StatefulLoss]

  init(of model: any Detector) {
    losses = model.classifications.compactMap { $0.loss as? any StatefulLoss }
  }

  /// Moves every loss by what the step's micro-batches contributed.
  func apply() {
    for loss in losses {
      loss.apply(loss.takeContribution())
      guard let memory = (loss as? any RegionRecalling)?.memory else { continue }
      memory.takeCollected().forEach(memory.remember)
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
