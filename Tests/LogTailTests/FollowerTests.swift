import Events
import Foundation
import Synchronization
import Testing

@testable import LogTail

@Suite struct FollowerTests {
  /// A folder with one detectron2 run, followed.
  private final class Scene {
    let folder: URL
    let log: URL
    let follower: LogFollower
    private let events = Events()

    private final class Events: Sendable {
      let all = Mutex<[RunEvent]>([])
    }

    init(known: KnownClasses? = nil) throws {
      folder = FileManager.default.temporaryDirectory.appending(path: "follower-\(UUID().uuidString)")
      let run = folder.appending(path: "a")
      try FileManager.default.createDirectory(at: run, withIntermediateDirectories: true)
      log = run.appending(path: "metrics.json")
      try Data(Self.lines(20, 40).utf8).write(to: log)
      let events = events
      follower = LogFollower([folder.path], known: known) { event in
        events.all.withLock { $0.append(event) }
      } adoptOwn: { _ in
      }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    static func lines(_ steps: Int...) -> String {
      steps.map { #"{"iteration": \#($0), "total_loss": \#(Double($0) / 10), "lr": 0.02}"# + "\n" }.joined()
    }

    func append(_ text: String) throws {
      let file = try FileHandle(forWritingTo: log)
      defer { try? file.close() }
      try file.seekToEnd()
      try file.write(contentsOf: Data(text.utf8))
    }

    /// What was said since the last call, after a look at everything.
    func look() -> [RunEvent.Body] {
      follower.lookNow()
      return take()
    }

    func take() -> [RunEvent.Body] {
      events.all.withLock { all in
        defer { all = [] }
        return all.map(\.body)
      }
    }
  }

  @Test func firstComesTheHistoryThenEveryNewLine() throws {
    let scene = try Scene()
    let first = scene.look()
    #expect(first.histories.map { $0.steps(.loss) } == [[20, 40]])
    #expect(first.histories.first?.extent == .whole)
    #expect(scene.look().isEmpty)
    try scene.append(Scene.lines(60, 80))
    #expect(scene.look().steps == [60, 80])
    #expect(scene.look().isEmpty)
  }

  @Test func aTornLineWaitsForItsEnd() throws {
    let scene = try Scene()
    _ = scene.look()
    try scene.append(#"{"iteration": 60, "total_lo"#)
    #expect(scene.look().isEmpty)
    try scene.append("ss\": 6.5}\n")
    let events = scene.look()
    #expect(events.steps == [60])
    #expect(events.losses == [6.5])
  }

  @Test func aTruncatedFileIsReadAnewAndSaysSo() throws {
    let scene = try Scene()
    _ = scene.look()
    try Data(Scene.lines(5).utf8).write(to: scene.log, options: [])
    let events = scene.look()
    #expect(events.histories.map { $0.steps(.loss) } == [[5]])
    #expect(events.notes.count == 1)
    #expect(events.notes.first?.hasSuffix(": read anew") == true)
  }

  @Test func aReplacedFileIsReadAnewAndSaysSo() throws {
    let scene = try Scene()
    _ = scene.look()
    try Data(Scene.lines(1, 2, 3, 4).utf8).write(to: scene.log, options: .atomic)
    let events = scene.look()
    #expect(events.histories.map { $0.steps(.loss) } == [[1, 2, 3, 4]])
    #expect(events.notes == ["metrics.json is another file now: read anew"])
  }

  @Test func aRotatedFileIsReadToItsEndAndGoesOnInTheNewOne() throws {
    let scene = try Scene()
    _ = scene.look()
    try scene.append(Scene.lines(60))
    let old = scene.log.appendingPathExtension("1")
    try FileManager.default.moveItem(at: scene.log, to: old)
    try Data(Scene.lines(80).utf8).write(to: scene.log)
    let events = scene.look()
    #expect(events.steps == [60, 80])
    #expect(events.histories.isEmpty)
    #expect(events.notes == ["metrics.json was moved to metrics.json.1: it goes on in a new file"])
  }

  @Test func aFolderThatVanishesIsSaidAndComesBack() throws {
    let scene = try Scene()
    _ = scene.look()
    let run = scene.log.deletingLastPathComponent()
    try FileManager.default.removeItem(at: run)
    #expect(scene.look().contains(.logged(.vanished)))
    #expect(!scene.look().contains(.logged(.vanished)))
    try FileManager.default.createDirectory(at: run, withIntermediateDirectories: true)
    try Data(Scene.lines(7).utf8).write(to: scene.log)
    let events = scene.look()
    #expect(events.histories.last?.steps(.loss) == [7])
    #expect(events.contains { if case .logged(.found) = $0 { true } else { false } })
  }

  /// Tests run as root, whom no permission stops: a folder in a file's place cannot be read by anybody.
  @Test func whatCannotBeReadIsSaidOnceAndTheRestGoesOn() throws {
    let scene = try Scene()
    let other = scene.folder.appending(path: "b.jsonl")
    try Data("{\"step\": 1, \"loss\": 2}\n".utf8).write(to: other)
    _ = scene.look()
    try FileManager.default.removeItem(at: scene.log)
    try FileManager.default.createDirectory(at: scene.log, withIntermediateDirectories: false)
    let file = try FileHandle(forWritingTo: other)
    try file.seekToEnd()
    try file.write(contentsOf: Data("{\"step\": 2, \"loss\": 3}\n".utf8))
    let events = scene.look()
    #expect(events.steps == [2])
    #expect(events.notes.filter { $0.contains("cannot be read") }.count == 1)
    #expect(scene.look().notes.isEmpty)
  }

  @Test func aRunThatBeginsLaterIsFound() throws {
    let scene = try Scene()
    _ = scene.look()
    let run = scene.folder.appending(path: "later/metrics.json")
    try FileManager.default.createDirectory(
      at: run.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(Scene.lines(20).utf8).write(to: run)
    #expect(scene.look().histories.map { $0.steps(.loss) } == [[20]])
  }

  @Test func stepsThatFallAreHandedOverAsTheyAre() throws {
    let scene = try Scene()
    _ = scene.look()
    try scene.append(Scene.lines(60, 80, 40, 60))
    #expect(scene.look().steps == [60, 80, 40, 60])
  }

  @Test func aLongFileShowsItsNewestPartFirst() throws {
    let scene = try Scene()
    let lines = Scene.lines(20) + String(repeating: " ", count: 5 << 20) + "\n"
    try Data((lines + Scene.lines(9000, 9020)).utf8).write(to: scene.log)
    let histories = scene.look().histories
    #expect(histories.map(\.extent) == [.newest, .whole])
    #expect(histories.map { $0.steps(.loss) } == [[9000, 9020], [20, 9000, 9020]])
  }

  @Test func recordsThatCannotBeReadAreCounted() throws {
    let scene = try Scene()
    try scene.append("\u{0}\u{1}garbage\n{\"iteration\": }\n" + Scene.lines(60))
    let events = scene.look()
    #expect(events.histories.map { $0.steps(.loss) } == [[20, 40, 60]])
    #expect(events.contains { if case .logged(.unreadable(2, _)) = $0 { true } else { false } })
  }

  @Test func theBinsOfAnEvaluationMakeTheClassesKnown() throws {
    let classes = [
      ClassDescription(
        name: "cat", bin: .rare, imageCount: 3, instanceCount: 4, demandedMargin: 2, rankingWeight: 1)
    ]
    let scene = try Scene(known: KnownClasses(classes))
    try scene.append(
      #"{"bbox/AP": 20.5, "bbox/APr": 9.0, "bbox/APc": 19.0, "bbox/APf": 27.0, "iteration": 59}"# + "\n")
    let events = scene.look()
    let report = try #require(events.histories.last?.evaluations.first?.report)
    #expect(report.summary[.averagePrecision(.box, bin: .rare)] == 9)
    #expect(
      events.contains { if case .logged(.found(let run)) = $0 { run.classes == classes } else { false } })
  }

  @Test func anEvaluationIsSaidOnceAndAgainWhenMoreOfItComes() throws {
    let scene = try Scene()
    _ = scene.look()
    try scene.append(#"{"bbox/AP": 20.5, "iteration": 59}"# + "\n")
    #expect(scene.look().evaluations.map { $0.summary.count } == [1])
    try scene.append(Scene.lines(60))
    #expect(scene.look().evaluations.isEmpty)
    try scene.append(#"{"segm/AP": 19.5, "iteration": 59}"# + "\n")
    #expect(scene.look().evaluations.map { $0.summary.count } == [2])
  }

  @Test func twoSetsOfImagesAreToldApart() throws {
    let scene = try Scene()
    _ = scene.look()
    try scene.append(#"{"a_val/bbox/AP": 20.5, "b_val/bbox/AP": 7.5, "iteration": 59}"# + "\n")
    let reports = scene.look().evaluations
    #expect(reports.map(\.set) == ["a_val", "b_val"])
    #expect(reports.map { $0.summary[.averagePrecision(.box)] } == [20.5, 7.5])
    #expect(reports.map(\.step) == [59, 59])
    #expect(scene.look().evaluations.isEmpty)
  }

  @Test func evaluationsWithoutPrecisionAreCounted() throws {
    let scene = try Scene()
    try scene.append(#"{"val/accuracy": 0.5, "iteration": 59}"# + "\n")
    #expect(scene.look().evaluationCounts.last == 1)
    try scene.append(#"{"bbox/AP": 20.5, "iteration": 79}"# + "\n")
    #expect(scene.look().evaluationCounts == [2])
  }

  /// trainer_state.json is written anew each time.
  @Test func aFileThatIsAlwaysWrittenAnewIsReadAnewWithoutAWord() throws {
    let scene = try Scene()
    let state = scene.folder.appending(path: "hf/trainer_state.json")
    try FileManager.default.createDirectory(
      at: state.deletingLastPathComponent(), withIntermediateDirectories: true)
    for last in [2, 3] {
      let history = (1...last).map { #"{"loss": 2.5, "step": \#($0)}"# }.joined(separator: ", ")
      try Data(#"{"log_history": [\#(history)]}"#.utf8).write(to: state)
      let events = scene.look()
      #expect(events.histories.contains { $0.steps(.loss) == Array(1...last) })
      #expect(events.notes.isEmpty)
    }
  }

  @Test(.timeLimit(.minutes(1))) func theKernelsWordIsEnough() async throws {
    let scene = try Scene()
    scene.follower.start()
    var events: [RunEvent.Body] = []
    while events.histories.isEmpty {
      events += scene.take()
      await Task.yield()
    }
    try scene.append(Scene.lines(60))
    while events.steps.isEmpty {
      events += scene.take()
      await Task.yield()
    }
    #expect(events.steps == [60])
  }
}

@Suite struct RemoteFileSystemsTests {
  @Test func onlyNetworkMountsAreRemote() {
    let device = FolderTests.device(of: "/")
    let mounts = { (type: String) in "36 35 \(device) / / rw,noatime - \(type) /dev/sda rw\n" }
    #expect(RemoteFileSystems(mounts: mounts("nfs4")).hold("/"))
    #expect(RemoteFileSystems(mounts: mounts("fuse.sshfs")).hold("/"))
    #expect(!RemoteFileSystems(mounts: mounts("ext4")).hold("/"))
    #expect(!RemoteFileSystems(mounts: "").hold("/"))
  }

  private enum FolderTests {
    /// As the kernel writes it: the third field of the line of / in mountinfo.
    static func device(of mount: String) -> String {
      let text = (try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)) ?? ""
      let fields = text.split(separator: "\n").map { $0.split(separator: " ") }
      return fields.last { $0.count > 4 && $0[4] == mount }.map { String($0[2]) } ?? ""
    }
  }
}

extension [RunEvent.Body] {
  fileprivate var histories: [LogHistory] {
    compactMap { if case .logged(.history(let history)) = $0 { history } else { nil } }
  }

  fileprivate var steps: [Int] { metrics.map(\.step) }
  fileprivate var losses: [Double?] { metrics.map { $0.values[.loss] } }

  fileprivate var evaluations: [EvaluationReport] {
    compactMap { if case .evaluated(let report) = $0 { report } else { nil } }
  }

  private var metrics: [StepMetrics] {
    compactMap { if case .metrics(let metrics) = $0 { metrics } else { nil } }
  }

  fileprivate var evaluationCounts: [Int] {
    compactMap { if case .logged(.found(let run)) = $0 { run.evaluationCount } else { nil } }
  }

  fileprivate var notes: [String] {
    compactMap { if case .log(.warning, let text) = $0 { text } else { nil } }
  }
}

extension LogHistory {
  fileprivate func steps(_ key: MetricKey) -> [Int] {
    let points = series[key] ?? MetricSeries()
    return (0..<points.count).map { points[$0].step }
  }
}
