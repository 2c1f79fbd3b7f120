import Testing

@testable import Losses

@Suite struct LossBenchmarkTests {
  /// The gradient of 2000 × 401 logits, 3.2 MB, is all that a call may hold for long. In a process of its own, as it is
  /// the process's memory that is measured.
  @Test func aCallHoldsItsGradientAndLittleElse() async {
    await #expect(processExitsWith: .success) {
      for loss in LossBenchmark.Loss.allCases {
        let report = try LossBenchmark(loss, rows: 2000, classes: 400, device: .cpu).run(calls: 3)
        precondition(report.seconds > 0)
        precondition(report.peakBytes < 5_000_000, "\(loss): \(report.peakBytes)")
      }
    }
  }
}
