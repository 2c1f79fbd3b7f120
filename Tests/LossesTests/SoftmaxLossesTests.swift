import Foundation
import Testing
import Torch

@testable import Losses

@Suite struct SeesawLossTests {
  /// By hand: with equal logits and counts every factor is 1: ln 2 over classes, ln 2 over objectness.
  @Test func ofEqualClassesIsPlainCrossEntropy() throws {
    try withTorchErrors {
      let loss = SeesawLoss(classCount: 2, mitigation: 0.8, compensation: 2, device: .cpu)
      let value = loss(logits: Tensor.zeros([2, 4], dtype: .float64), labels: Tensor([0, 1]))
      #expect(abs(value.item() - 2 * log(2)) < 1e-12)
    }
  }

  /// By hand, four rows of logits 0, one of them background: class part 3 · ln 2 / 4, as the references divide by all rows,
  /// objectness ln 2.
  @Test func theClassPartIsDividedByBackgroundRowsToo() throws {
    try withTorchErrors {
      let loss = SeesawLoss(classCount: 2, mitigation: 0, compensation: 0, device: .cpu)
      let value = loss(logits: Tensor.zeros([4, 4], dtype: .float64), labels: Tensor([0, 1, 1, 2]))
      #expect(abs(value.item() - 1.75 * log(2)) < 1e-12)
    }
  }

  /// By hand, p = 1: of class 0 seen three times and class 1 once, class 1 as a negative of class 0 weighs ⅓: ln(1 + ⅓).
  /// This row is counted first: N₀ = 3.
  @Test func aMicroBatchCountsItselfFirst() throws {
    try withTorchErrors {
      let loss = SeesawLoss(classCount: 2, mitigation: 1, compensation: 0, device: .cpu)
      loss.apply(Tensor([2.0, 1]))
      let value = loss(logits: Tensor.zeros([1, 4], dtype: .float64), labels: Tensor([0]))
      #expect(abs(value.item() - log(4.0 / 3) - log(2)) < 1e-12)
      #expect(loss.state[0].tensor.array(of: Int.self) == [2, 1])
      loss.apply(loss.takeContribution())
      #expect(loss.state[0].tensor.array(of: Int.self) == [3, 1])
    }
  }

  @Test func equalsTheReference() throws {
    for golden in try GoldenCase.all(of: "seesaw") {
      let loss = SeesawLoss(
        classCount: golden.classes, mitigation: try #require(golden.p), compensation: try #require(golden.q),
        device: .cpu)
      let instances = Tensor(try #require(golden.cumulative))
      try golden.check(
        value: try #require(golden.valueClasses), gradient: try #require(golden.gradClasses)
      ) { loss.classLoss($0, $1, instances: instances) }
      try golden.check(
        value: try #require(golden.valueObjectness), gradient: try #require(golden.gradObjectness)
      ) { loss.objectnessLoss($0, $1) }
    }
  }

  @Test func aSavedStateGivesTheSameNextValue() throws {
    try withTorchErrors {
      let logits = Tensor.randn([6, 5], generator: Generator(seed: 1))
      let labels = Tensor([0, 0, 0, 1, 2, 3])
      func fresh() -> SeesawLoss { SeesawLoss(classCount: 3, mitigation: 0.8, compensation: 2, device: .cpu) }
      let (first, second) = (fresh(), fresh())
      _ = first.step(logits: logits, labels: labels)
      #expect(first.state[0].tensor.array(of: Int.self) == [3, 1, 1])
      try second.restore(first.state)
      #expect(first(logits: logits, labels: labels).item() == second(logits: logits, labels: labels).item())
    }
  }

  @Test func isZeroForNoRegions() throws {
    try withTorchErrors {
      let loss = SeesawLoss(classCount: 3, mitigation: 0.8, compensation: 2, device: .cpu)
      #expect(loss(logits: Tensor.zeros([0, 5]), labels: Tensor([Int]())).item() == 0)
    }
  }
}

@Suite struct BalancedGroupSoftmaxTests {
  @Test func equalsTheReference() throws {
    for golden in try GoldenCase.all(of: "bags") {
      let loss = BalancedGroupSoftmax(
        instanceCounts: try #require(golden.instanceCount), binEdges: try #require(golden.binSplit),
        othersPerForeground: nil)
      #expect(loss.columnCount == golden.cols)
      try golden.check(loss)
    }
  }

  /// Bins [1, 10): classes 0 and 2, [1000, ∞): class 1. Columns: others 0 2, others, others, others 1, two of the last.
  @Test func classLogitsComeInTheClassesOrder() throws {
    try withTorchErrors {
      let loss = BalancedGroupSoftmax(
        instanceCounts: [3, 2000, 5], binEdges: [10, 100, 1000], othersPerForeground: 8)
      let logits = Tensor.arange(9).reshape([1, 9])
      #expect(loss.classLogits(logits).array(of: Int.self) == [1, 6, 2])
    }
  }

  /// Ten background rows and one of class 0 in bin [1, 10): two others are drawn; by hand ln 2 in that bin, ln 2 in
  /// the last, nothing in the empty bins.
  @Test func drawsOthersDownByTheRowsSeed() throws {
    try withTorchErrors {
      let loss = BalancedGroupSoftmax(
        instanceCounts: [3, 2000], binEdges: [10, 100, 1000], othersPerForeground: 2)
      let labels = Tensor([0] + Array(repeating: 2, count: 10))
      #expect(
        abs(loss(logits: Tensor.zeros([11, 8], dtype: .float64), labels: labels).item() - 2 * log(2))
          < 1e-12)
      let logits = Tensor.randn([11, 8], generator: Generator(seed: 2))
      func value(_ seed: UInt64) -> Double { loss(logits: logits, labels: labels, seed: seed).item() }
      #expect(value(4) == value(4))
      #expect(Set((0..<10).map { value($0) }).count > 3)
    }
  }

  @Test func isZeroForNoRegions() throws {
    try withTorchErrors {
      let loss = BalancedGroupSoftmax(
        instanceCounts: [3, 2000], binEdges: [10, 100, 1000], othersPerForeground: 8)
      #expect(loss(logits: Tensor.zeros([0, 8]), labels: Tensor([Int]())).item() == 0)
    }
  }
}
