import Foundation
import Testing
import Torch

@testable import Losses

@Suite struct SigmoidCrossEntropyTests {
  /// By hand: logit 0 costs ln 2 in every column, of a background row too.
  @Test func countsBackgroundAsARowOfZeros() throws {
    try withTorchErrors {
      let value = SigmoidCrossEntropy(classCount: 3, prior: 0.01)(
        logits: Tensor.zeros([2, 3], dtype: .float64), labels: Tensor([1, 3]))
      #expect(abs(value.item() - 3 * log(2)) < 1e-12)
    }
  }

  @Test func equalsTheReference() throws {
    for golden in try GoldenCase.all(of: "sigmoid-ce") {
      try golden.check(SigmoidCrossEntropy(classCount: golden.classes, prior: 0.01))
    }
  }
}

@Suite struct FederatedLossTests {
  private func make(setSize: Int) -> FederatedLoss {
    FederatedLoss(imageCounts: [100, 0, 5, 1, 1, 40], power: 0.5, setSize: setSize, prior: 0.01)
  }

  @Test func equalsTheReferenceOnItsSet() throws {
    for golden in try GoldenCase.all(of: "federated") {
      let loss = FederatedLoss(
        imageCounts: Array(repeating: 1, count: golden.classes), power: 1, setSize: 50, prior: 0.01)
      let kept = try #require(golden.keptClasses)
      try golden.check(value: try #require(golden.value), gradient: try #require(golden.grad)) {
        loss.value(LossRows(logits: $0, labels: $1, seed: 0), classes: kept)
      }
    }
  }

  @Test func drawsPresentClassesAlwaysAndUnseenOnesNever() {
    let loss = make(setSize: 4)
    for seed in 0..<20 {
      let classes = loss.drawClasses(present: [3, 3], seed: UInt64(seed))
      #expect(classes.first == 3 && classes.count == 4 && Set(classes).count == 4 && !classes.contains(1))
    }
    #expect(make(setSize: 9).drawClasses(present: [], seed: 1).count == 5)
  }

  /// Of a set of four, background and class 3 are two: two classes more are drawn.
  @Test func backgroundIsAmongTheSetWhereItIsPresent() {
    #expect(make(setSize: 4).drawClasses(present: [6, 3, 6, 3], seed: 1).count == 3)
    #expect(make(setSize: 2).drawClasses(present: [3, 6], seed: 1) == [3])
    #expect(make(setSize: 2).drawClasses(present: [5, 6, 3], seed: 1) == [3, 5])
  }

  @Test func theSeedAloneDecidesTheSet() {
    let loss = make(setSize: 3)
    let draws = (0..<20).map { loss.drawClasses(present: [0], seed: UInt64($0)) }
    #expect(draws == (0..<20).map { make(setSize: 3).drawClasses(present: [0], seed: UInt64($0)) })
    #expect(Set(draws).count > 3)
  }

  /// Popularity √100, √5, 1, 1, √40 of the classes seen; two of 20.6 are drawn a set, background being the third.
  @Test func popularClassesAreDrawnMoreOften() {
    let loss = make(setSize: 2)
    let draws = (0..<400).flatMap { loss.drawClasses(present: [6], seed: UInt64($0)) }
    #expect(draws.count == 400)
    for (label, popularity) in [0: 100.0, 2: 5, 3: 1, 4: 1, 5: 40] {
      let share = Double(draws.count { $0 == label }) / 400
      #expect(abs(share - popularity.squareRoot() / 20.56) < 0.1, "\(label): \(share)")
    }
  }

  /// By hand: logits 0, four rows; the set is classes 3 and one more, each ln 2 a row.
  @Test func classesOutsideTheSetCostNothing() throws {
    try withTorchErrors {
      let value = make(setSize: 3)(
        logits: Tensor.zeros([4, 6], dtype: .float64), labels: Tensor([3, 6, 6, 6]))
      #expect(abs(value.item() - 2 * log(2)) < 1e-12)
    }
  }

  @Test func isZeroForNoRegions() throws {
    try withTorchErrors {
      #expect(make(setSize: 3)(logits: Tensor.zeros([0, 6]), labels: Tensor([Int]())).item() == 0)
    }
  }
}

@Suite struct EqualizationLossTests {
  /// By hand: class 1 is rare; the foreground row of class 0 does not push it down, the background row does.
  @Test func rareNegativesOfForegroundRowsWeighNothing() throws {
    try withTorchErrors {
      let loss = EqualizationLoss(imageFrequencies: [0.5, 0.001], threshold: 0.01, device: .cpu)
      let value = loss(logits: Tensor.zeros([2, 2], dtype: .float64), labels: Tensor([0, 2]))
      #expect(abs(value.item() - 1.5 * log(2)) < 1e-12)
    }
  }

  @Test func equalsTheReference() throws {
    for golden in try GoldenCase.all(of: "eql") {
      try golden.check(
        EqualizationLoss(
          imageFrequencies: try #require(golden.frequency), threshold: try #require(golden.lambda),
          device: .cpu))
    }
  }
}

@Suite struct EqualizationLossV2Tests {
  private func make(classCount: Int) -> EqualizationLossV2 {
    EqualizationLossV2(classCount: classCount, gamma: 12, mu: 0.8, alpha: 4, device: .cpu)
  }

  @Test func equalsTheReferenceStepAfterStep() throws {
    for golden in try GoldenCase.all(of: "eqlv2-sequence") {
      let loss = make(classCount: golden.classes)
      for step in try #require(golden.steps) {
        let before: [NamedTensor] = loss.state.map { ($0.name, $0.tensor.clone()) }
        for (dtype, tolerance) in [(DType.float32, 1e-5), (.float64, 1e-9)] {
          try loss.restore(before)
          try withTorchErrors {
            let logits = try step.logitsTensor(dtype).requiresGrad()
            let value = loss.step(logits: logits, labels: Tensor(try #require(step.labels)))
            value.backward()
            expectClose(value, Tensor(try #require(step.value), dtype: .float64), tolerance, "value")
            let slopes = try #require(logits.grad)
            expectClose(
              slopes, Tensor(try #require(step.grad), shape: slopes.shape), tolerance,
              smallest: dtype.smallestShare, "gradient in \(dtype)")
          }
        }
      }
      try withTorchErrors {
        expectClose(loss.state[0].tensor, Tensor(try #require(golden.posGrad)), 1e-9, "positive gradients")
        expectClose(loss.state[1].tensor, Tensor(try #require(golden.negGrad)), 1e-9, "negative gradients")
      }
    }
  }

  @Test func aSavedStateGivesTheSameNextValue() throws {
    try withTorchErrors {
      let logits = Tensor.randn([6, 4], generator: Generator(seed: 1))
      let labels = Tensor([0, 1, 2, 3, 3, 3])
      let (first, second) = (make(classCount: 3), make(classCount: 3))
      _ = first.step(logits: logits, labels: labels)
      try second.restore(first.state)
      let fresh = make(classCount: 3)
      #expect(first(logits: logits, labels: labels).item() == second(logits: logits, labels: labels).item())
      #expect(first(logits: logits, labels: labels).item() != fresh(logits: logits, labels: labels).item())
      #expect(throws: LossStateError.missing("ratios")) { try second.restore(Array(first.state.dropLast())) }
      #expect(throws: LossStateError.wrongShape("positive_gradients", expected: [5], found: [3])) {
        try make(classCount: 5).restore(first.state)
      }
    }
  }
}
