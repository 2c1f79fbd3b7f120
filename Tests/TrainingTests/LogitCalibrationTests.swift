import Foundation
import Losses
import Testing
import Torch

@testable import Training

@Suite struct LogitCalibrationTests {
  private static let counts = [1000, 10, 0]

  /// Pan et al., NeurIPS 2021, eq. 5: p_c = e^{f_c}/n_c^γ ∕ (Σ_i e^{f_i}/n_i^γ + e^{f_bg}), a class of no image as of one.
  @Test func norCalDividesExponentialsByCounts() throws {
    let logits: [Double] = [2, 0.5, -1, 0.7]
    for γ in [0, 0.3, 1] {
      let calibration = LogitCalibration(method: .norcal, strengths: [0.9, γ])
      let shift = calibration.shifts(imageCounts: Self.counts)[1]
      let loss = SoftmaxCrossEntropy(classCount: 3)
      let scores = loss.scores(
        logits: loss.shifted(Tensor(logits.map(Float.init), device: .cpu).unsqueeze(0), by: shift)
      ).flatten().array(of: Float.self)
      let scaled = [exp(2) / pow(1000, γ), exp(0.5) / pow(10, γ), exp(-1)]
      let total = scaled.reduce(0, +) + exp(0.7)
      for (score, value) in zip(scores, scaled) { #expect(abs(Double(score) - value / total) < 1e-6) }
    }
  }

  @Test func logitAdjustmentSubtractsLogarithmsOfShares() {
    let shift = LogitCalibration(method: .logitAdjustment, strengths: [0.5]).shifts(imageCounts: Self.counts)[
      0]
    for (value, share) in zip(shift, [1000.0 / 1011, 10.0 / 1011, 1.0 / 1011]) {
      #expect(abs(value + 0.5 * log(share)) < 1e-12)
    }
  }

  @Test func onlyTheColumnsOfClassesAreShiftedInGroups() {
    let loss = BalancedGroupSoftmax(
      instanceCounts: [5, 500, 50], binEdges: [10, 100], othersPerForeground: nil)
    let logits = Tensor([Float](repeating: 0, count: loss.columnCount), device: .cpu).unsqueeze(0)
    let shifted = loss.shifted(logits, by: [1, 2, 3])
    #expect(loss.classLogits(shifted).flatten().array(of: Float.self) == [1, 2, 3])
    #expect(shifted.flatten().array(of: Float.self).reduce(0, +) == 6)
  }
}
