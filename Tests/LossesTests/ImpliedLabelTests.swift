import Foundation
import Testing
import Torch

@testable import Losses

/// Row 0 shows class 0 and so class 2; row 1 is background of 3 classes.
@Suite struct ImpliedLabelTests {
  private static let values: [Float] = [0.5, -1, 2, -0.25, 1, -2]
  private let implied = [ImpliedLabel(row: 0, category: 2)]

  private func softplus(_ x: Float) -> Double { log1p(exp(Double(x))) }

  @Test func columnsJudgedOneByOneTakeAnImpliedLabelAsPositive() {
    let logits = Tensor(Self.values, shape: [2, 3]).requiresGrad()
    let rows = LossRows(logits: logits, labels: Tensor([0, 3]), objects: [1, 0], seed: 1, implied: implied)
    let loss = SigmoidCrossEntropy(classCount: 3, prior: 0.01)(rows)
    let expected =
      (softplus(-0.5) + softplus(-1) + softplus(-2) + softplus(-0.25) + softplus(1) + softplus(-2)) / 2
    #expect(abs(loss.item() - expected) < 1e-6)
    loss.backward()
    let slopes = logits.grad?.array(of: Float.self) ?? []
    let reference = zip(Self.values, [1, 0, 1, 0, 0, 0] as [Float]).map { (1 / (1 + exp(-$0)) - $1) / 2 }
    #expect(slopes.count == 6)
    for (slope, expected) in zip(slopes, reference) { #expect(abs(slope - expected) < 1e-6) }
  }

  @Test func aSoftmaxDoesNotSetAnImpliedLabelAgainstTheRowsOwn() {
    let logits = Tensor(Self.values, shape: [2, 3]).requiresGrad()
    let rows = LossRows(
      logits: logits, labels: Tensor([0, 2]), objects: [1, 0], seed: 1,
      implied: [
        ImpliedLabel(row: 0, category: 1)
      ])
    let loss = SoftmaxCrossEntropy(classCount: 2)(rows)
    let first = log(exp(0.5) + exp(2.0)) - 0.5
    let second = log(exp(-0.25) + exp(1.0) + exp(-2.0)) + 2
    #expect(abs(loss.item() - (first + second) / 2) < 1e-6)
    loss.backward()
    let slopes = logits.grad?.array(of: Float.self) ?? []
    #expect(slopes.count == 6 && slopes[1] == 0 && slopes[0] < 0)
  }

  @Test func shiftsWeightsAndScaleHoldForImpliedLabelsToo() {
    let logits = Tensor(Self.values, shape: [2, 3])
    var terms = SigmoidTerms(background: .noColumn)
    terms.scale = 2
    terms.shifts = Tensor([0.5, 0.25, 1] as [Float])
    terms.positives = Tensor([3, 1, 5] as [Float])
    let sums = Tensor.zeros([2, 3], dtype: .float64)
    let rows = LossRows(logits: logits, labels: Tensor([0, 3]), objects: [1, 0], seed: 1, implied: implied)
    let plain = LossRows(logits: logits, labels: Tensor([0, 3]), seed: 1)
    let negative = softplus(2 * 2 - 1)
    let positive = 5 * softplus(-(2 * 2 - 1))
    let difference = rows.sigmoidLoss(terms, addingSlopesTo: sums).item() - plain.sigmoidLoss(terms).item()
    #expect(abs(difference - (positive - negative) / 2) < 1e-5)
    let slopes = sums.array(of: Double.self)
    #expect(abs(slopes[2] - 5 / (1 + exp(3.0))) < 1e-6)
    #expect(abs(slopes[0] - 3 / (1 + exp(0.5))) < 1e-6)
    #expect(abs(slopes[5] - 1 / (1 + exp(5.0))) < 1e-6)
  }

  @Test func theFederatedSetHoldsWhatIsImpliedAndWhatIsKnownToBeAbsent() {
    let loss = FederatedLoss(imageCounts: [9, 9, 9, 9, 0, 0], power: 0.5, setSize: 4, prior: 0.01)
    #expect(Set(loss.drawClasses(present: [4, 6], absent: [5, 1], seed: 1)) == [1, 4, 5])
    #expect(loss.drawClasses(present: [4, 6], absent: [5], seed: 1).count == 3)
    let rows = LossRows(
      logits: Tensor.zeros([2, 6]), labels: Tensor([4, 6]), objects: [1, 0], seed: 1,
      implied: [ImpliedLabel(row: 0, category: 5)], absentClasses: [0])
    #expect(abs(loss(rows).item() - 3 * log(2.0)) < 1e-6)
  }
}
