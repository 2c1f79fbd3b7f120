@testable import Detection
import Events
import Testing
import Torch

@testable import Training

@Suite struct MarginMeterTests {
  /// Class 0: positives 3 and 1, negatives −1 and 0: mean 2 · (2 − (−0.5)) = 5, lowest 2 · (1 + 0.5) = 3.
  @Test func marginsAreInDoubledLogits() throws {
    var meter = MarginMeter(classCount: 2)
    try meter.add(pass([[3, 0, 0], [1, 0, 0], [-1, 2, 0], [0, 0, 1]], [0, 0, 1, 2]))
    let margins = meter.take()
    #expect(margins[0] == AttainedMargin(mean: 5, fifthPercentile: 3, positives: 2))
    #expect(margins[1] == AttainedMargin(mean: 4, fifthPercentile: 4, positives: 1))
    #expect(margins[2] == nil)
  }

  @Test func takingBeginsAnew() throws {
    var meter = MarginMeter(classCount: 1)
    try meter.add(pass([[3, 0], [1, 0]], [0, 1]))
    _ = meter.take()
    #expect(meter.take().isEmpty)
  }

  /// Two regions of classes and one of background, then one and three: 4/3.
  @Test func regionsAreCountedOverTheWholeRun() throws {
    var count = RegionCount()
    #expect(count.backgroundToForeground == nil)
    count.add(pass([[0, 0], [0, 0], [0, 0]], [0, 1, 2]), classCount: 2)
    #expect(count.backgroundToForeground == 0.5)
    count.add(pass([[0, 0], [0, 0], [0, 0], [0, 0]], [2, 1, 2, 2]), classCount: 2)
    #expect(count.backgroundToForeground == 4.0 / 3)
  }

  private func pass(_ logits: [[Double]], _ labels: [Int]) -> TrainingPass {
    TrainingPass(
      losses: [:],
      regionLogits: Tensor(logits.flatMap { $0 }, shape: [logits.count, logits[0].count]).to(.float32),
      regionLabels: labels)
  }
}
