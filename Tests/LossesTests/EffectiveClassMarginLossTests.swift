import Annotations
import Foundation
import Testing
import Torch

@testable import Losses

@Suite struct EffectiveClassMarginLossTests {
  /// By hand: n = (1), ρ = 1 → two classes of equal size: δ = 0, m = ln 2. Logits 0: 2 · ln 2 · ln 2.
  @Test func ofTwoEqualClassesIsPlainCrossEntropy() throws {
    try withTorchErrors {
      let loss = EffectiveClassMarginLoss(
        margins: EffectiveMargins(positives: [1], backgroundToForeground: 1), device: .cpu)
      let value = loss(logits: Tensor.zeros([1, 2], dtype: .float64), labels: Tensor([0]))
      #expect(abs(value.item() - 2 * log(2) * log(2)) < 1e-12)
    }
  }

  @Test func equalsTheReference() throws {
    for golden in try GoldenCase.all(of: "ecm") {
      let counts = try #require(golden.imageCount).map { Int($0) }
      let margins = EffectiveMargins(
        positives: counts, backgroundToForeground: try #require(golden.fgBgRatio))
      try withTorchErrors {
        expectClose(Tensor(margins.positiveMargins), Tensor(try #require(golden.marginPos)), 1e-9, "γ⁺")
        expectClose(Tensor(margins.negativeMargins), Tensor(try #require(golden.marginNeg)), 1e-9, "γ⁻")
        expectClose(Tensor(margins.rankingWeights), Tensor(try #require(golden.weight)), 1e-9, "m")
      }
      try golden.check(EffectiveClassMarginLoss(margins: margins, device: .cpu))
    }
  }

  @Test(arguments: [1e4, -1e4])
  func isFiniteAtExtremeLogits(logit: Double) throws {
    try withTorchErrors {
      let loss = EffectiveClassMarginLoss(
        margins: EffectiveMargins(positives: [1, 1000], backgroundToForeground: 6.3313), device: .cpu)
      for dtype in [DType.float32, .float64] {
        let logits = Tensor.full([2, 3], logit, dtype: dtype).requiresGrad()
        let value = loss(logits: logits, labels: Tensor([0, 2]))
        value.backward()
        #expect(value.item().isFinite && logits.grad?.isFinite().all().item() == 1)
      }
    }
  }

  @Test func isZeroForNoRegions() throws {
    try withTorchErrors {
      let loss = EffectiveClassMarginLoss(
        margins: EffectiveMargins(positives: [1, 10], backgroundToForeground: 2), device: .cpu)
      let logits = Tensor.zeros([0, 3]).requiresGrad()
      let value = loss(logits: logits, labels: Tensor([Int]()))
      value.backward()
      #expect(value.item() == 0 && logits.grad?.shape == [0, 3])
    }
  }

  @Test func aLabelOutOfRangeIsAnError() {
    let loss = EffectiveClassMarginLoss(
      margins: EffectiveMargins(positives: [1, 10], backgroundToForeground: 2), device: .cpu)
    #expect(throws: TorchError.self) {
      _ = try withTorchErrors { loss(logits: Tensor.zeros([1, 3]), labels: Tensor([3])) }
    }
  }
}
