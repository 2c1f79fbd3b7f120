import Testing
import Torch

@testable import Losses

@Suite(.serialized) struct LossBenchmarkTests {
  /// The gradient of 2000 × 401 logits, 3.2 MB, is all that a call may hold for long.
  @Test(arguments: LossBenchmark.Loss.allCases) func aCallHoldsItsGradientAndLittleElse(
    loss: LossBenchmark.Loss
  ) throws {
    let report = try LossBenchmark(loss, rows: 2000, classes: 400).run(calls: 1)
    #expect(report.seconds > 0)
    #expect(report.peakBytes < 2 * 2000 * 401 * 4, "\(report.peakBytes)")
  }
}
