import Events
import Recipes
import Testing

@testable import Training

@Suite struct ScheduleTests {
  /// Linear warm-up from 1e-4 over 10,000 steps; a tenth at epochs 8 and 11.
  @Test func thePaperScheduleIsTheReferenceOne() throws {
    let rate = LearningRate(try Recipe(named: "lvis-ecm-r50-1x"))
    func at(_ step: Int) -> Double { rate(at: Progress(step: step, stepsPerEpoch: 6260, seconds: 0)) }
    #expect(at(0) == 0.02 * 1e-4)
    #expect(abs(at(5000) - 0.02 * 0.50005) < 1e-12)
    #expect(at(10_000) == 0.02)
    #expect(at(8 * 6260 - 1) == 0.02)
    #expect(abs(at(8 * 6260) - 0.002) < 1e-12)
    #expect(abs(at(11 * 6260) - 0.0002) < 1e-12)
  }

  @Test func aRunOfMinutesFollowsTheClock() throws {
    let rate = LearningRate(try Recipe(named: "demo").applying(overrides: ["schedule.length=10 minutes"]))
    func at(_ seconds: Double) -> Double {
      rate(at: Progress(step: 5000, stepsPerEpoch: 300, seconds: seconds))
    }
    #expect(at(0) > at(300))
    #expect(abs(at(600) / at(0) - 0.02) < 1e-9)
    #expect(at(700) == at(600))
  }

  @Test func somethingRecursOnceForEachMultiple() {
    var recurrence = Recurrence(every: .steps(3), after: progress(0))
    var due: [Int] = []
    for step in 1...10 where recurrence.isDue(at: progress(step)) {
      due.append(step)
      recurrence.done(at: progress(step))
    }
    #expect(due == [3, 6, 9])
  }

  @Test func aResumedRunDoesNotRepeatWhatWasDone() {
    #expect(!Recurrence(every: .steps(3), after: progress(6)).isDue(at: progress(6)))
    #expect(Recurrence(every: .epochs(1), after: progress(6)).isDue(at: progress(10)))
  }

  /// 100 s at 0.5 s a step with an evaluation of 10 s every 20 s (40 steps): (100 − 20) / (0.5 + 10 / 40) more steps.
  @Test func theLengthOfARunOfMinutesIsEstimatedFromItsPace() throws {
    var estimate = LengthEstimate(
      try Recipe(named: "demo").applying(overrides: [
        "schedule.length=100 seconds", "evaluation.interval=20 seconds",
      ]))
    for _ in 1...3 { estimate.note(stepSeconds: 0.5) }
    estimate.note(evaluationSeconds: 10)
    let steps = estimate.steps(at: Progress(step: 40, stepsPerEpoch: 10, seconds: 20))
    #expect(steps.totalSteps == 40 + 106)
    #expect(steps.evaluationInterval == 40)
    _ = estimate.announcement(at: Progress(step: 40, stepsPerEpoch: 10, seconds: 20))
    let end = Progress(step: 150, stepsPerEpoch: 10, seconds: 101)
    #expect(estimate.outcome(at: end) == .planned(totalSteps: 150, evaluationInterval: 40))
    #expect(estimate.outcome(at: end) == nil)
  }

  private func progress(_ step: Int) -> Progress { Progress(step: step, stepsPerEpoch: 10, seconds: 0) }
}
