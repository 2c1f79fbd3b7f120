import Testing
import Torch

@testable import Losses

/// What holds of every loss that gathers statistics: they are a whole step's, however it is split.
@Suite struct StatefulLossTests {
  static let losses: [(name: String, make: @Sendable () -> any StatefulLoss)] = [
    ("eqlv2", { EqualizationLossV2(classCount: 3, gamma: 12, mu: 0.8, alpha: 4, device: .cpu) }),
    ("seesaw", { SeesawLoss(classCount: 3, mitigation: 0.8, compensation: 2, device: .cpu) }),
    (
      "loce",
      {
        EquilibriumLoss(
          classCount: 3, momentum: 0.9, initialScore: 0.01,
          memory: FeatureMemory(
            classCount: 3, featureShape: [1, 1, 1], capacity: 1, recalledClasses: 1, recalledFeatures: 1,
            device: .cpu))
      }
    ),
  ]

  /// Each row's part in the statistics depends on its own logits alone.
  private let labels = [0, 0, 1, 3, 2, 0, 3, 1]

  private func logits(_ loss: any StatefulLoss, step: Int) -> Tensor {
    Tensor.randn([8, loss.columnCount], dtype: .float64, generator: Generator(seed: UInt64(step)))
  }

  private func add(_ rows: Range<Int>, of logits: Tensor, to loss: any StatefulLoss) {
    _ = loss(
      logits: logits.narrow(0, rows.lowerBound, rows.count), labels: Tensor(Array(labels[rows])))
  }

  private func expectEqual(_ first: any StatefulLoss, _ second: any StatefulLoss, _ what: String) {
    for (one, other) in zip(first.state, second.state) {
      expectClose(one.tensor.to(.float64), other.tensor.to(.float64), 1e-12, "\(what), \(one.name)")
    }
  }

  @Test(arguments: losses.indices)
  func statisticsAreEqualHoweverAStepIsSplit(index: Int) throws {
    let (name, make) = Self.losses[index]
    try withTorchErrors {
      let (whole, split, ranks) = (make(), make(), [make(), make()])
      for step in 0..<4 {
        let logits = logits(whole, step: step)
        add(0..<8, of: logits, to: whole)
        whole.apply(whole.takeContribution())
        for start in stride(from: 0, to: 8, by: 2) { add(start..<start + 2, of: logits, to: split) }
        split.apply(split.takeContribution())
        for (rank, loss) in ranks.enumerated() { add(4 * rank..<4 * rank + 4, of: logits, to: loss) }
        let sum = ranks[0].takeContribution() + ranks[1].takeContribution()
        for loss in ranks { loss.apply(sum) }
        expectEqual(split, whole, "\(name), micro-batches, step \(step)")
        for loss in ranks { expectEqual(loss, whole, "\(name), ranks, step \(step)") }
      }
    }
  }

  @Test(arguments: losses.indices)
  func aMicroBatchDoesNotSeeTheOthersOfItsStep(index: Int) throws {
    let (name, make) = Self.losses[index]
    try withTorchErrors {
      let (first, second) = (make(), make())
      let logits = logits(first, step: 1)
      let before = first.state.map { $0.tensor.clone() }
      add(0..<4, of: logits, to: first)
      for (tensor, old) in zip(first.state.map(\.tensor), before) {
        expectClose(tensor.to(.float64), old, 0, name)
      }
      let rows = (logits.narrow(0, 4, 4), Tensor(Array(labels[4...])))
      #expect(first(logits: rows.0, labels: rows.1).item() == second(logits: rows.0, labels: rows.1).item())
    }
  }

  @Test(arguments: losses.indices)
  func aTakenContributionIsNotCountedTwice(index: Int) throws {
    let (name, make) = Self.losses[index]
    try withTorchErrors {
      let loss = make()
      add(0..<8, of: logits(loss, step: 1), to: loss)
      #expect(loss.takeContribution().abs().sum().item() > 0, "\(name)")
      #expect(loss.takeContribution().abs().sum().item() == 0, "\(name)")
    }
  }
}
