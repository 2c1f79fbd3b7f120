import Events
import Foundation
import Testing

@testable import RunStore

@Suite struct RunStatusTests {
  private let temporary: TemporaryFolder
  private let folder: RunFolder

  init() throws {
    temporary = try TemporaryFolder()
    folder = try RunFolder(creating: temporary("runs/run"), recipe: "")
  }

  @Test func theNewestOfEachKindIsTold() throws {
    try write([
      .state(.starting), .started(description), .state(.running), metrics(1),
      .checkpoint(step: 1, path: "a", bytes: 1),
      .evaluated(report(step: 1, 10)), metrics(2), .planned(totalSteps: 20, evaluationInterval: 5),
      .evaluated(report(step: 2, 20)), .checkpoint(step: 2, path: "b", bytes: 2), metrics(3),
      .asked(AskedRequest(.pause, by: Requester(user: "ada", host: "h", through: nil), id: "1")),
      .state(.paused),
      .log(.info, "x"),
    ])
    let hold = try RunHold(folder.path)
    let status = try RunStatus(of: folder)
    hold.release()
    #expect(status.condition == .stated(.paused) && status.condition.isLive)
    #expect(status.step == 3 && status.totalSteps == 20 && status.averagePrecision == 20)
    #expect(status.checkpoint?.path == "b" && status.lastAsked?.asked.requester.user == "ada")
    #expect(status.description?.recipe == "demo" && status.lastNews == 14 && status.stateTime == 13)
    #expect(status.bytesOnDisk > 500)
  }

  @Test func aRunWithoutItsTrainerHasDiedUnlessItEnded() throws {
    try write([.started(description), .state(.running), metrics(7)])
    #expect(try RunStatus(of: folder).condition == .died(at: 3))
    try write([.state(.finished)])
    #expect(try RunStatus(of: folder).condition == .stated(.finished))
  }

  @Test func aRunThatGoesOnIsNotEndedByItsEarlierEnd() throws {
    try write([.state(.stopped)])
    let hold = try RunHold(folder.path)
    #expect(try RunStatus(of: folder).condition == .stated(.starting))
    hold.release()
  }

  @Test func aRunThatHasSaidNothingHasNoStep() throws {
    FileManager.default.createFile(atPath: folder.events, contents: nil)
    let status = try RunStatus(of: folder)
    #expect(status.step == 0 && status.state == nil && status.lastNews == nil)
  }

  @Test func runsAreFoundBelowAFolderWithoutFollowingLinks() throws {
    FileManager.default.createFile(atPath: folder.events, contents: nil)
    symlink(temporary("runs"), temporary("runs/again"))
    #expect(RunFolder.all(below: temporary("runs")).map(\.path) == [folder.path])
    #expect(RunFolder.all(below: folder.path) == [folder])
  }

  private func write(_ bodies: [RunEvent.Body]) throws {
    let log = try EventLog(folder) { _ in }
    for (index, body) in bodies.enumerated() {
      log.append(RunEvent(run: RunID("run"), time: Double(index + 1), body: body))
    }
    log.close()
  }

  private func metrics(_ step: Int) -> RunEvent.Body {
    .metrics(StepMetrics(step: step, epoch: 0, values: [.loss: 1]))
  }

  private func report(step: Int, _ precision: Double) -> EvaluationReport {
    EvaluationReport(
      step: step, epoch: 0, seconds: 1, summary: [.averagePrecision(.box): precision], classes: [])
  }

  private var description: RunDescription {
    RunDescription(
      recipe: "demo", detector: "d", loss: "ecm", device: "cpu", seed: 1, batchSize: 2, totalSteps: 10,
      stepsPerEpoch: 5, evaluationInterval: 5, resumedAt: 0, folder: folder.path, classes: [])
  }
}
