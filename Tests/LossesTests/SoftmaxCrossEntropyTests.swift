import Foundation
import Testing
import Torch

@testable import Losses

@Suite struct SoftmaxCrossEntropyTests {
  /// By hand: logits (ln 3, 0, 0), label 0 → −ln(3/5).
  @Test func isTheLogarithmOfTheLabelsShare() throws {
    try withTorchErrors {
      let loss = SoftmaxCrossEntropy(classCount: 2)
      let logits = Tensor([log(3.0), 0, 0], shape: [1, 3])
      #expect(abs(loss(logits: logits, labels: Tensor([0])).item() - log(5.0 / 3)) < 1e-12)
      #expect(loss.scores(logits: logits).array(of: Double.self).map { ($0 * 10).rounded() } == [6, 2])
    }
  }

  @Test func equalsTheReference() throws {
    for golden in try GoldenCase.all(of: "softmax-ce") {
      try golden.check(SoftmaxCrossEntropy(classCount: golden.classes))
    }
  }

  @Test func isZeroForNoRegions() throws {
    try withTorchErrors {
      let logits = Tensor.zeros([0, 3]).requiresGrad()
      let value = SoftmaxCrossEntropy(classCount: 2)(logits: logits, labels: Tensor([Int]()))
      value.backward()
      #expect(value.item() == 0 && logits.grad?.shape == [0, 3])
    }
  }
}
