import Detection
import Recipes
import Torch

/// The running means and variances of batch norms over a step dealt to ranks, as one process would have them that takes
/// the step's micro-batches one after another.
///
/// Each micro-batch moves r ← κ r + (1 − κ) s, so rank j's n of them leave rⱼ = κⁿ r + (its own). The whole step leaves
/// κⁿᵂ r + Σⱼ κⁿ⁽ᵂ⁻¹⁻ʲ⁾ (rⱼ − κⁿ r).
struct RunningStatistics {
  /// κ.
  private static let kept = 0.9

  private let tensors: [Tensor]
  private let before: [Tensor]

  /// Those of a network before a step; none where they stand still or nobody else moves them.
  init(of model: any Detector, _ ranks: Ranks) {
    let network = model.configuration.network
    let moves = ranks.count > 1 && network.backbone.normalisation == .batch && network.trained == .all
    let statistics = moves ? model.buffers.filter { $0.name.contains("running_") }.map(\.tensor) : []
    tensors = statistics
    before = withoutGradient { statistics.map { $0.clone() } }
  }

  /// Takes together what each rank's micro-batches, so many each, have left.
  func join(microBatches: Int, _ ranks: Ranks) throws {
    guard !tensors.isEmpty else { return }
    let own = Self.power(microBatches)
    let later = Self.power(microBatches * (ranks.count - 1 - ranks.context.rank))
    let all = Self.power(microBatches * ranks.count)
    try withoutGradient {
      let parts = try withTorchErrors { zip(tensors, before).map { later * ($0 - own * $1) } }
      let sum = try ranks.sum(withTorchErrors { Tensor.concatenate(parts) })
      try withTorchErrors {
        for ((tensor, before), part) in zip(zip(tensors, before), sum.split(sizes: tensors.map(\.count))) {
          tensor.copy_(from: all * before + part)
        }
      }
    }
  }

  private static func power(_ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { power, _ in power * kept }
  }
}
