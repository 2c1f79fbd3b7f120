import Cells
import Events
import ScriptedRuns
import Testing

@testable import Dashboard

@Suite struct RunHistoryTests {
  @Test func aResumedRunLeavesWhatItWillDoAgainAsAGhostAndShowsTheSeam() throws {
    var run = ScriptedRun.trained(steps: 450)
    let first = ScriptedRun.description(totalSteps: 1800)
    let resumed = RunDescription(
      recipe: first.recipe, detector: first.detector, loss: first.loss, device: first.device,
      seed: first.seed, batchSize: first.batchSize, totalSteps: first.totalSteps,
      stepsPerEpoch: first.stepsPerEpoch, evaluationInterval: first.evaluationInterval, resumedAt: 400,
      folder: first.folder, classes: first.classes)
    run.send(.started(resumed), after: 60)
    let history = run.state(width: 80, height: 24).run!
    let loss = try #require(history.series[.loss])
    #expect(loss.main.last?.step == 400)
    #expect(loss.ghosts.map { [$0.first?.step, $0.last?.step] } == [[401, 450]])
    #expect(history.seams == [400])
    #expect(history.step == 400)
    #expect(history.evaluations.map(\.report.step) == [200, 400])
  }

  /// A run that is evaluated on two sets of images at one step.
  @Test func theAPOfOneSetIsNeverDrawnWithAnothers() {
    var run = ForeignRun("two-sets", steps: 100, lossAtEnd: 1)
    for step in [40, 80] {
      for (set, precision) in [("coco_val", 30.0), ("lvis_val", 9.5)] {
        let summary: [MetricKey: Double] = [.averagePrecision(.box): precision + Double(step) / 100]
        run.send(
          .evaluated(
            EvaluationReport(step: step, epoch: .nan, seconds: .nan, summary: summary, classes: [], set: set))
        )
      }
    }
    var state = DashboardState(
      role: .viewer, size: Size(width: 80, height: 24), now: ScriptedRun.start, secondsFromGMT: 0)
    for event in run.events { _ = state.apply(.event(event)) }
    let history = state.run!
    #expect(history.evaluations.map { $0.report.summary[.averagePrecision(.box)] } == [30.4, 30.8])
    let notes = history.log.lines.map(\.text)
    #expect(notes.contains("evaluated step 40 on lvis_val: AP 9.9 (box)"))
    #expect(notes.contains("evaluated step 80 on coco_val: AP 30.8 (box)"))
  }

  @Test func theFirstNotFiniteValueRaisesOneAlertWithTheWayBack() {
    var run = ScriptedRun.trained(steps: 210)
    for step in 211...213 {
      run.send(
        .metrics(StepMetrics(step: step, epoch: 2.1, values: [.loss: .nan, .lossMask: .nan])), after: 0.3)
    }
    let alerts = run.state(width: 80, height: 24).run!.alerts
    #expect(alerts.map(\.kind) == [.notFinite(.loss, step: 211, lastCheckpoint: 200)])
    #expect(alerts.first?.text == "loss is not finite at step 211 · last good checkpoint: step 200")
  }

  @Test func aLossThatDoublesItsLowestRaisesOneAlert() {
    var watch = DivergenceWatch()
    let alarms = (1...2000).compactMap { step in watch.record(step < 1000 ? 1 : 3) }
    #expect(alarms.count == 1)
    #expect(alarms.first.map { $0 >= 2 && $0 < 2.1 } == true)
  }

  /// Steps of 0.28 s: 955 are left, and five evaluations (1000 … 1800) of 4.1 s measured around them.
  @Test func theTimeLeftCountsStepsAndEvaluations() {
    let history = ScriptedRun.trained(steps: 845).state(width: 80, height: 24).run!
    let steps = 955 * history.pace.secondsPerStep!
    #expect(abs(history.secondsLeft! - steps - 5 * 4.3) < 0.01)
    #expect(history.nextEvaluationPhrase == "after epoch 10, in 44s")
  }

  @Test func aRunThatFallsSilentSaysSinceWhen() {
    let history = ScriptedRun.trained(steps: 20).state(width: 80, height: 24).run!
    #expect(history.silentSince(at: history.lastTime! + 20) == nil)
    #expect(history.silentSince(at: history.lastTime! + 40) == history.lastTime)
  }

  @Test func theLogIsBoundedAndCountsWhatItDrops() {
    var log = LogRing()
    for line in 1...5000 {
      log.append(LogLine(time: 0, level: .info, source: .text, text: "\(line)"))
    }
    #expect(log.lines.count + log.droppedCount == 5000)
    #expect(log.lines.count <= LogRing.capacity)
    #expect(log.lines.last?.text == "5000")
  }
}
