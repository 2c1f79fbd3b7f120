import Foundation
import Testing
import Torch

@testable import Losses

@Suite struct EquilibriumLossTests {
  private func fresh() -> EquilibriumLoss {
    EquilibriumLoss(classCount: 2, momentum: 0.9, initialScore: 0.01, memory: memory())
  }

  private func memory() -> FeatureMemory {
    FeatureMemory(
      classCount: 2, featureShape: [2, 1, 1], capacity: 3, recalledClasses: 4, recalledFeatures: 2,
      device: .cpu)
  }

  /// Regions of class 1 whose features are their number.
  private func regions(_ numbers: [Float], label: Int = 1) -> FeatureMemory.Regions {
    FeatureMemory.Regions(
      features: Tensor(numbers.flatMap { [$0, $0] }, shape: [numbers.count, 2, 1, 1]),
      aims: Tensor(numbers.flatMap { Array(repeating: $0, count: 4) }, shape: [numbers.count, 4]),
      labels: numbers.map { _ in label })
  }

  @Test func equalsTheReference() throws {
    for golden in try GoldenCase.all(of: "loce-ebl") {
      let loss = EquilibriumLoss(
        classCount: golden.classes, momentum: 0.9, initialScore: 0.01, memory: memory())
      let scores = try #require(golden.meanScore)
      try golden.check(value: try #require(golden.value), gradient: try #require(golden.grad)) {
        loss.value(logits: $0, labels: $1, meanScores: scores)
      }
    }
  }

  /// By hand, logits ln 2, 0, 0: softmax (½, ¼, ¼). Class 0 has two ground truths, rows 0 and 1 of the one, row 2 of the
  /// other, all ½: s = 0.9² · 0.01 + (1 − 0.9²) · ½ = 0.1031. The loss is −ln(s₀ · 2 / (s₀ · 2 + 0.01 + 0.01)).
  @Test func meanScoresFollowGroundTruthsNotRows() throws {
    try withTorchErrors {
      let loss = fresh()
      let logits = Tensor([log(2.0), 0, 0, log(2.0), 0, 0, log(2.0), 0, 0], shape: [3, 3])
      let value = loss(
        LossRows(logits: logits, labels: Tensor([0, 0, 0]), objects: [1, 1, 2], seed: 1))
      #expect(loss.meanScores == [0.01, 0.01, 0.01])
      loss.apply(loss.takeContribution())
      #expect(abs(loss.meanScores[0] - 0.1031) < 1e-12)
      #expect(loss.meanScores[1] == 0.01 && loss.meanScores[2] == 0.01)
      #expect(abs(value.item() + log(0.2062 / 0.2262)) < 1e-12)
    }
  }

  @Test(arguments: [1e4, -1e4])
  func isFiniteAtExtremeLogits(logit: Double) throws {
    try withTorchErrors {
      for dtype in [DType.float32, .float64] {
        let logits = Tensor([logit, 0, -logit], shape: [1, 3]).to(dtype).requiresGrad()
        let value = fresh()(logits: logits, labels: Tensor([1]))
        value.backward()
        #expect(value.item().isFinite && logits.grad?.isFinite().all().item() == 1)
      }
    }
  }

  @Test func aSavedStateGivesTheSameNextValueAndTheSameRecall() throws {
    try withTorchErrors {
      let logits = Tensor.randn([4, 3], generator: Generator(seed: 1))
      let labels = Tensor([0, 1, 2, 2])
      let (first, second) = (fresh(), fresh())
      _ = first.step(logits: logits, labels: labels)
      first.memory.remember(regions([1, 2, 3, 4]))
      try second.restore(first.state)
      #expect(first(logits: logits, labels: labels).item() == second(logits: logits, labels: labels).item())
      for loss in [first, second] { loss.memory.remember(regions([5])) }
      for seed in 0..<5 {
        let (one, other) = (first.recalled(seed: UInt64(seed)), second.recalled(seed: UInt64(seed)))
        #expect(one?.labels == other?.labels)
        #expect(one?.features.array(of: Float.self) == other?.features.array(of: Float.self))
        #expect(one?.aims.array(of: Float.self) == other?.aims.array(of: Float.self))
      }
    }
  }

  @Test func anotherStateIsRefused() throws {
    #expect(throws: LossStateError.missing("mean_scores")) { try fresh().restore([]) }
    #expect(throws: LossStateError.wrongShape("mean_scores", expected: [3], found: [2])) {
      try fresh().restore([("mean_scores", Tensor([0.5, 0.5]))])
    }
    let scores: NamedTensor = ("mean_scores", Tensor([0.5, 0.5, 0.5]))
    #expect(throws: LossStateError.missing("memory.features.1")) {
      try fresh().restore([scores, ("memory.next.1", Tensor([0]))])
    }
  }

  /// Queues of three: of 1 … 5 the last three stay. Class 0, never seen, takes no room and gives nothing.
  @Test func queuesKeepTheNewestRegionsOfTheClassesSeen() throws {
    try withTorchErrors {
      let memory = memory()
      #expect(memory.recall(scores: [0.01, 0.01], seed: 1) == nil)
      memory.remember(regions([1, 2]))
      memory.remember(regions([3, 4, 5]))
      // 3 regions × (2 features + 4 deltas) × 4 bytes.
      #expect(memory.occupancy == (bytes: 72, classes: 1))
      var found: Set<Float> = []
      for seed in 0..<30 {
        guard let recalled = memory.recall(scores: [0.01, 0.01], seed: UInt64(seed)) else { continue }
        #expect(recalled.labels.allSatisfy { $0 == 1 } && recalled.labels.count.isMultiple(of: 2))
        #expect(
          recalled.features.flatten(from: 1).array(of: Float.self).count == 2 * recalled.labels.count)
        found.formUnion(recalled.aims.array(of: Float.self))
      }
      #expect(found == [3, 4, 5])
    }
  }

  @Test func weakClassesAreRecalledMoreOften() throws {
    try withTorchErrors {
      let memory = memory()
      memory.remember(regions([1], label: 0))
      memory.remember(regions([2], label: 1))
      let labels = (0..<200).flatMap { memory.recall(scores: [0.9, 0.1], seed: UInt64($0))?.labels ?? [] }
      let share = Double(labels.count { $0 == 1 }) / Double(labels.count)
      // Of 800 draws with probability 0.9, standard deviation 0.011.
      #expect(abs(share - 0.9) < 0.05, "\(share)")
    }
  }

  @Test func collectedRegionsAreRememberedWhenTheStepIsOver() throws {
    try withTorchErrors {
      let memory = memory()
      memory.collect(regions([1]))
      memory.collect(regions([2], label: 0))
      #expect(memory.occupancy.classes == 0)
      let collected = memory.takeCollected()
      #expect(collected.labels == [1, 0])
      #expect(memory.takeCollected().labels.isEmpty)
      memory.remember(collected)
      #expect(memory.occupancy.classes == 2)
    }
  }

  @Test func isZeroForNoRegions() throws {
    try withTorchErrors {
      let logits = Tensor.zeros([0, 3]).requiresGrad()
      let value = fresh()(logits: logits, labels: Tensor([Int]()))
      value.backward()
      #expect(value.item() == 0 && logits.grad?.shape == [0, 3])
    }
  }
}
