import Events
import Foundation
import Synchronization
import Testing

@testable import RunStore

@Suite struct EventLogTests {
  let temporary: TemporaryFolder
  let folder: RunFolder

  init() throws {
    temporary = try TemporaryFolder()
    folder = try RunFolder(creating: temporary("run"), recipe: "")
  }

  @Test func everyKindOfEventReadsBackEqual() throws {
    let events = everyBody.enumerated().map {
      RunEvent(run: RunID("run"), time: 1e9 + Double($0) / 3, body: $1)
    }
    try write(events)
    let recorded = try RecordedEvents(of: folder)
    #expect(recorded.unreadable == nil)
    #expect(recorded.events == events)
  }

  @Test func notANumberAndInfinitiesSurvive() throws {
    let values: [MetricKey: Double] = [.loss: .nan, .lossMask: .infinity, .lossBox: -.infinity]
    try write([event(.metrics(StepMetrics(step: 1, epoch: 0, values: values)))])
    guard case .metrics(let metrics) = try RecordedEvents(of: folder).events.first?.body else {
      Issue.record("no metrics")
      return
    }
    #expect(metrics.values[.loss]?.isNaN == true)
    #expect(metrics.values[.lossMask] == .infinity)
    #expect(metrics.values[.lossBox] == -.infinity)
  }

  @Test func resultsOfClassesAsTheFirstVersionsWroteThemAreRead() throws {
    let line =
      #"{"time": 2, "event": "evaluated", "step": 5, "epoch": 1, "seconds": 2, "summary": {}, "classes": ["#
      + #"{"box_ap": 1.5, "mask_ap": null, "ranking_error": 0.25, "ap_band": [2, 8], "detections": 7},"#
      + #"{"box_ap": null, "mask_ap": null, "ranking_error": null, "ap_band": null, "detections": null}]}"#
    try write([])
    let handle = try #require(FileHandle(forWritingAtPath: folder.events))
    try handle.write(contentsOf: Data((line + "\n").utf8))
    guard case .evaluated(let report) = try RecordedEvents(of: folder).events.first?.body else {
      Issue.record("no evaluation")
      return
    }
    #expect(
      report.classes == [
        ClassResult([
          .averagePrecision(.box): 1.5, .rankingError(.box): 0.25, .leastPrecision(.box): 2,
          .mostPrecision(.box): 8, .detections: 7,
        ]), ClassResult([:]),
      ])
    #expect(report.classes[0].precisionBand(.box) == 2...8)
    #expect(report.classes[1].precisionBand(.box) == nil)
  }

  @Test func aTornLastLineIsCutOffKeptAndTold() throws {
    try write([event(.phase("one"))])
    let handle = try #require(FileHandle(forWritingAtPath: folder.events))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(#"{"time":2,"event":"ph"#.utf8))
    #expect(try RecordedEvents(of: folder).tornBytes == 21)
    let told = Mailbox<RunEvent>(capacity: 10)
    let log = try EventLog(folder) { told.send($0) }
    log.append(event(.phase("two")))
    log.close()
    let recorded = try RecordedEvents(of: folder)
    #expect(recorded.tornBytes == 0)
    #expect(recorded.unreadable == nil)
    #expect(recorded.events.compactMap(\.phase) == ["one", "two"])
    #expect(told.drain().elements.compactMap(\.logLevel) == [.warning])
    #expect(try String(contentsOfFile: folder.events + ".torn", encoding: .utf8) == #"{"time":2,"event":"ph"#)
  }

  /// What somebody does to the file of a run that goes on; each stays a file of whole lines.
  @Test(arguments: ["deleted", "replaced", "linked", "truncated", "emptied", "extended"])
  func whatOthersDoToTheFileIsToldAndNothingOfOursIsLost(how: String) throws {
    let told = Mailbox<RunEvent>(capacity: 10)
    let log = try EventLog(folder) { told.send($0) }
    for phase in ["one", "two"] { log.append(event(.phase(phase))) }
    log.flushNow()
    let whole = try Data(contentsOf: URL(fileURLWithPath: folder.events))
    try interfere(how, whole)
    log.append(event(.phase("three")))
    log.close()
    let recorded = try RecordedEvents(of: folder)
    #expect(recorded.unreadable == nil && recorded.tornBytes == 0)
    #expect(!(try Data(contentsOf: URL(fileURLWithPath: folder.events))).contains(0))
    let kept =
      ["truncated": ["one"], "emptied": [], "extended": ["one", "two", "theirs"]][how] ?? ["one", "two"]
    #expect(recorded.events.compactMap(\.phase) == kept + ["three"])
    let words = [
      "linked": "replaced-1", "replaced": "replaced-1", "truncated": "cut it short",
      "emptied": "cut it short",
      "extended": "wrote", "deleted": "deleted",
    ]
    let complaint = try #require(told.drain().elements.compactMap(\.logText).first)
    #expect(complaint.contains(words[how] ?? "?"), "\(complaint)")
    #expect(recorded.events.compactMap(\.logText) == [complaint])
    if how == "replaced" {
      #expect(try String(contentsOfFile: folder.events + ".replaced-1", encoding: .utf8) == "{}\n")
    }
    if how == "linked" {
      #expect(try String(contentsOfFile: temporary("precious"), encoding: .utf8) == "mine")
    }
  }

  @Test func aRunWhoseEventsWereDeletedCanGoOnAndSaysSo() throws {
    try CheckpointShelf(folder, keeping: 1).publish(step: 1) {
      try Data("x".utf8).write(to: URL(fileURLWithPath: $0))
    }
    try FileManager.default.removeItem(atPath: folder.events)
    let told = Mailbox<RunEvent>(capacity: 10)
    try EventLog(RunFolder(resuming: folder.path)) { told.send($0) }.close()
    #expect(told.drain().elements.compactMap(\.logText).first?.contains("is gone") == true)
    #expect(throws: RunStoreError.self) { try RunFolder(resuming: temporary.path) }
  }

  @Test func aFileThatNobodyTouchedIsNotComplainedOf() throws {
    let told = Mailbox<RunEvent>(capacity: 10)
    let log = try EventLog(folder) { told.send($0) }
    for phase in ["one", "two", "three"] {
      log.append(event(.phase(phase)))
      log.flushNow()
    }
    log.close()
    #expect(told.drain().elements.isEmpty)
  }

  private func interfere(_ how: String, _ whole: Data) throws {
    let file = URL(fileURLWithPath: folder.events)
    let theirs = try #require(event(.phase("theirs")).line)
    switch how {
    case "deleted": try FileManager.default.removeItem(at: file)
    case "replaced": try Data("{}\n".utf8).write(to: file, options: .atomic)
    case "linked":
      try "mine".write(toFile: temporary("precious"), atomically: false, encoding: .utf8)
      try FileManager.default.removeItem(at: file)
      symlink(temporary("precious"), folder.events)
    case "truncated": truncate(folder.events, off_t(whole.count - 3))
    case "emptied": truncate(folder.events, 0)
    default:
      let handle = try FileHandle(forWritingTo: file)
      try handle.seekToEnd()
      try handle.write(contentsOf: Data(theirs))
      // Without its newline: ours begins a line all the same.
      try handle.truncate(atOffset: UInt64(whole.count + theirs.count - 1))
    }
  }

  @Test func aLineThatIsNoEventIsCounted() throws {
    try write([event(.phase("one"))])
    let handle = try #require(FileHandle(forWritingAtPath: folder.events))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("{\"time\":2,\"event\":\"tea\"}\n".utf8))
    let recorded = try RecordedEvents(of: folder)
    #expect(recorded.events.count == 1)
    #expect(recorded.unreadable?.lines == 1)
    #expect(
      "\(try #require(recorded.unreadable?.first))".hasSuffix(
        "events.jsonl:3: not an event: there is no event \"tea\""))
  }

  @Test func aRunIsWrittenByOneProcessOnly() throws {
    let log = try EventLog(folder) { _ in }
    #expect(throws: RunStoreError.inUse(folder: folder.path, holder: nil)) { try EventLog(folder) { _ in } }
    log.close()
  }

  /// A file size limit stands for a full disk: the same failing write, in a process of its own.
  @Test func aFullDiskLosesNothingThatFitsInMemoryAndIsToldOnce() async {
    await #expect(processExitsWith: .success) {
      signal(SIGXFSZ, SIG_IGN)
      let temporary = try TemporaryFolder()
      let folder = try RunFolder(creating: temporary("run"), recipe: "")
      let told = Mailbox<RunEvent>(capacity: 100)
      let log = try EventLog(folder) { told.send($0) }
      limitFiles(to: 1000)
      for step in 1...40 {
        log.append(
          RunEvent(run: RunID("run"), time: 0, body: .checkpoint(step: step, path: "somewhere", bytes: 1)))
      }
      log.close()
      let before = try RecordedEvents(of: folder)
      precondition(before.tornBytes == 0 && before.unreadable == nil && before.events.count < 40)
      limitFiles(to: .max)
      log.close()
      let steps = try RecordedEvents(of: folder).events.compactMap(\.checkpointStep)
      precondition(steps == Array(1...40))
      precondition(told.drain().elements.compactMap(\.logLevel) == [.error, .error, .info])
    }
  }

  private func write(_ events: [RunEvent]) throws {
    let log = try EventLog(folder) { _ in }
    events.forEach(log.append)
    log.close()
  }

  private func event(_ body: RunEvent.Body) -> RunEvent { RunEvent(run: RunID("run"), time: 1, body: body) }
}

private func limitFiles(to bytes: rlim_t) {
  var limit = rlimit(rlim_cur: bytes, rlim_max: .max)
  setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
}

extension RunEvent {
  var phase: String? { if case .phase(let text) = body { text } else { nil } }
  var logLevel: LogLevel? { if case .log(let level, _) = body { level } else { nil } }
  var logText: String? { if case .log(_, let text) = body { text } else { nil } }
  var checkpointStep: Int? { if case .checkpoint(let step, _, _) = body { step } else { nil } }
}

private let everyBody: [RunEvent.Body] = [
  .started(
    RunDescription(
      recipe: "demo", detector: "mask-rcnn-r18-fpn", loss: "ecm", device: "cpu", seed: 7, batchSize: 8,
      totalSteps: 1800, stepsPerEpoch: 400, evaluationInterval: 300, resumedAt: 0, folder: "runs/demo",
      classes: [
        ClassDescription(
          name: "soya \"milk\"\n\u{1}", bin: .rare, imageCount: 2, instanceCount: 3, demandedMargin: 3.84,
          rankingWeight: 0.999)
      ], backgroundToForeground: 6.3313)),
  .planned(totalSteps: 1700, evaluationInterval: 200),
  .phase("building the model"),
  .state(.pausing),
  .asked(
    AskedRequest(.pause, by: Requester(user: "ada", host: "login1", through: "pts/3"), id: "a-1")),
  .asked(AskedRequest(.stop, by: Requester(user: "ada", host: "login1", through: nil), id: "a-2")),
  .answered(.pause, id: "a-1"),
  .metrics(StepMetrics(step: 3, epoch: 0.25, values: [.loss: 1.5, MetricKey("loss_cls"): 1e-7])),
  .evaluating(done: 3, total: 200),
  .evaluated(
    EvaluationReport(
      step: 300, epoch: 0.75, seconds: 8.5, summary: [.averagePrecision(.box): 20.5],
      classes: [
        ClassResult([
          .averagePrecision(.box): 12.5, .averagePrecision(.mask): 11, .rankingError(.box): 0.125,
          .leastPrecision(.box): 1.5, .mostPrecision(.box): 60, .detections: 40,
        ]),
        ClassResult(
          [.detections: 0, .gain(.missed, .box): -1.5], takers: [ClassExchange(category: 1, count: 3)],
          sources: [ClassExchange(category: 0, count: 1), ClassExchange(category: 1, count: 1)]),
        ClassResult([:]),
      ])),
  .margins(step: 20, attained: [3: AttainedMargin(mean: 1.5, fifthPercentile: -0.5, positives: 12)]),
  .checkpoint(step: 300, path: "checkpoints/step-300-0badf00d.pt", bytes: 1 << 33),
  .log(.warning, "two\nlines"),
  .dropped(12),
]
