import Events
import Foundation
import RunStore
import ScriptedRuns
import Testing

/// `tailboard show` in a real terminal, on a run written by the run store.
@Suite(.serialized) final class ShowTests {
  private let parent: URL
  private let folder: RunFolder
  private var run = ScriptedRun.trained(steps: 250)
  private let log: EventLog
  private let hold: RunHold

  init() throws {
    parent = FileManager.default.temporaryDirectory.appendingPathComponent("tailboard-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
    folder = try RunFolder(creating: parent.appendingPathComponent("demo").path, recipe: "")
    hold = try RunHold(folder.path)
    log = try EventLog(folder) { _ in }
    for event in run.events { log.append(event) }
  }

  deinit {
    log.close()
    try? FileManager.default.removeItem(at: parent)
  }

  @Test func aRunIsShownFollowedAndLeft() throws {
    let terminal = try Terminal(columns: 80, rows: 24, running: "\(tailboard) show \(folder.path)")
    try terminal.waitUntil("the run appears") { $0.contains("it  250/1800") && $0.contains("[1 Loss]") }
    let shown = run.events.count
    run.train(from: 251, through: 300)
    for event in run.events[shown...] { log.append(event) }
    try terminal.waitUntil("new steps appear") { $0.contains("it  300/1800") }
    try terminal.send("4")
    try terminal.waitUntil("the key moves the focus") { $0.contains("[4 Classes]") }
    try terminal.send("q")
    try terminal.waitUntil("the shell is back") { $0.contains("$") && !$0.contains("Classes") }
  }

  @Test func theLayoutFollowsTheTerminal() throws {
    let terminal = try Terminal(columns: 80, rows: 24, running: "\(tailboard) show \(folder.path)")
    try terminal.waitUntil("the run appears") { $0.contains("[1 Loss]") }
    for (columns, rows, sign) in [
      (120, 40, "3 Bins"), (200, 60, "5 Margin"), (30, 8, "training"), (80, 24, "[1 Loss]"),
    ] {
      try terminal.resize(columns: columns, rows: rows)
      try terminal.waitUntil("\(columns)×\(rows) shows \(sign)") { $0.contains(sign) }
    }
  }

  @Test func withoutATerminalTheRunIsToldInLines() throws {
    run.send(.state(.stopped), after: 1)
    log.append(run.events.last!)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: tailboard)
    process.arguments = ["show", folder.path]
    process.environment = ["TZ": "UTC"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(text.contains("evaluated step 200  box AP"))
    #expect(text.hasSuffix("stopped at step 250\n"))
  }

  @Test func keysReachTheTrainerThroughTheRunFolder() throws {
    let inbox = RequestInbox(folder) { Issue.record("\($0)") }
    let terminal = try Terminal(columns: 80, rows: 24, running: "\(tailboard) show \(folder.path)")
    try terminal.waitUntil("the trainer is seen") { $0.contains("P pause") }
    try terminal.send("P")
    try terminal.waitUntil("the wish is shown") { $0.contains("asked: pause") }
    let deadline = Date(timeIntervalSinceNow: 20)
    var asked: AskedRequest?
    while asked == nil, Date() < deadline { asked = inbox.take() }
    #expect(asked?.request == .pause && asked?.requester.through?.hasPrefix("pts/") == true)
  }

  @Test func aRequestIsMadeAwaitedAndAnswered() throws {
    let inbox = RequestInbox(folder) { Issue.record("\($0)") }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: tailboard)
    process.arguments = ["checkpoint", folder.path, "--wait", "--json"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let deadline = Date(timeIntervalSinceNow: 20)
    var asked: AskedRequest?
    while asked == nil, Date() < deadline { asked = inbox.take() }
    let request = try #require(asked)
    for body: RunEvent.Body in [.asked(request), .answered(.checkpoint, id: request.id)] {
      log.append(RunEvent(run: RunID(folder.name), time: 1, body: body))
    }
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(text.contains(#""request":"checkpoint""#) && text.contains(#""outcome":"answered""#))
  }

  @Test func nothingIsAskedOfARunWithoutATrainer() throws {
    hold.release()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: tailboard)
    process.arguments = ["stop", folder.path]
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 1)
    #expect(text.contains("no trainer to ask (died)"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.requests).isEmpty)
  }

  /// The executable beside the tests' own.
  private var tailboard: String {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
      .appendingPathComponent("tailboard").path
  }
}
