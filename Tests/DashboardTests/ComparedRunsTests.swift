import Cells
import Events
import ScriptedRuns
import Testing
import Widgets

@testable import Dashboard

/// Runs that a comparison trains one after the other.
@Suite struct ComparedRunsTests {
  var state = DashboardState(
    role: .trainer, size: Size(width: 120, height: 40), now: ScriptedRun.start, secondsFromGMT: 0,
    newRuns: .compared,
    references: [
      ReferenceResult(name: "ecm r50 1x", classCount: 1203, summary: [.averagePrecision(.mask): 26.4])
    ])

  private mutating func send(_ name: String, _ bodies: RunEvent.Body...) {
    for body in bodies {
      _ = state.apply(.event(RunEvent(run: RunID(name), time: ScriptedRun.start, body: body)))
    }
  }

  @Test mutating func theyAreDrawnTogetherUnderTheirOwnNames() {
    for name in ["softmax-ce-seed-1", "ecm-seed-1"] {
      send(name, .started(ScriptedRun.description(totalSteps: 10)), .state(.finished))
    }
    #expect(state.comparedRuns.map(\.name) == ["softmax-ce-seed-1", "ecm-seed-1"])
  }

  @Test mutating func theNextOneIsLookedAtOnceTheOneBeforeHasEnded() {
    send("first", .state(.running))
    send("second", .state(.starting))
    #expect(state.run?.name == "first")
    send("first", .state(.finished))
    send("third", .state(.starting))
    #expect(state.run?.name == "third")
  }

  @Test mutating func publishedResultsStandBesideRunsOfAsManyClassesOnly() {
    send("demo", .started(ScriptedRun.description(totalSteps: 10)))
    #expect(state.comparableReferences.isEmpty)
    let lvis = Array(repeating: ScriptedRun.classes[0], count: 1203)
    let known = ScriptedRun.description(totalSteps: 10)
    send(
      "demo",
      .started(
        RunDescription(
          recipe: known.recipe, detector: known.detector, loss: known.loss, device: known.device,
          seed: known.seed, batchSize: known.batchSize, totalSteps: known.totalSteps,
          stepsPerEpoch: known.stepsPerEpoch, evaluationInterval: known.evaluationInterval, resumedAt: 0,
          folder: known.folder, classes: lvis)))
    #expect(state.comparableReferences.map(\.name) == ["ecm r50 1x"])
  }
}
