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
    FederatedLoss(imageCounts: [100, 0, 5, 1, 1, 40], power: 0.5, setSize: setSize, prior: 0.01, seed: 3)
  }

  @Test func equalsTheReferenceOnItsSet() throws {
    for golden in try GoldenCase.all(of: "federated") {
      let loss = FederatedLoss(
        imageCounts: Array(repeating: 1, count: golden.classes), power: 1, setSize: 50, prior: 0.01,
        seed: 1)
      let kept = try #require(golden.keptClasses)
      try golden.check(value: try #require(golden.value), gradient: try #require(golden.grad)) {
        loss.value(logits: $0, labels: $1, classes: kept)
      }
    }
  }

  @Test func drawsPresentClassesAlwaysAndUnseenOnesNever() {
    let loss = make(setSize: 4)
    for _ in 0..<20 {
      let classes = loss.drawClasses(present: [3, 6, 3])
      #expect(classes.first == 3 && classes.count == 4 && Set(classes).count == 4 && !classes.contains(1))
    }
    #expect(make(setSize: 6).drawClasses(present: []).count == 5)
  }

  @Test func drawsOnFromASavedState() throws {
    let (first, second) = (make(setSize: 3), make(setSize: 3))
    _ = first.drawClasses(present: [0])
    try second.restore(first.state)
    for _ in 0..<5 { #expect(first.drawClasses(present: [0]) == second.drawClasses(present: [0])) }
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
      let loss = EqualizationLoss(imageFrequencies: [0.5, 0.001], threshold: 0.01, prior: 0.01)
      let value = loss(logits: Tensor.zeros([2, 2], dtype: .float64), labels: Tensor([0, 2]))
      #expect(abs(value.item() - 1.5 * log(2)) < 1e-12)
    }
  }

  @Test func equalsTheReference() throws {
    for golden in try GoldenCase.all(of: "eql") {
      try golden.check(
        EqualizationLoss(
          imageFrequencies: try #require(golden.frequency), threshold: try #require(golden.lambda),
          prior: 0.01))
    }
  }
}

@Suite struct EqualizationLossV2Tests {
  private func make(classCount: Int) -> EqualizationLossV2 {
    EqualizationLossV2(classCount: classCount, gamma: 12, mu: 0.8, alpha: 4, prior: 0.01)
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
            let value = loss(logits: logits, labels: Tensor(try #require(step.labels)))
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
      _ = first(logits: logits, labels: labels)
      try second.restore(first.state)
      #expect(first(logits: logits, labels: labels).item() == second(logits: logits, labels: labels).item())
      #expect(throws: LossStateError.missing("ratios")) { try second.restore(Array(first.state.dropLast())) }
      #expect(throws: LossStateError.wrongShape("positive_gradients", expected: [5], found: [3])) {
        try make(classCount: 5).restore(first.state)
      }
    }
  }
}
