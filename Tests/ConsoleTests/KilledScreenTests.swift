import Events
import Foundation
import RunStore
import ScriptedRuns
import Testing

/// What a screen leaves behind when its process is killed with no time for anything.
@Suite(.serialized) final class KilledScreenTests {
  private let parent: URL
  private let folder: RunFolder
  private let hold: RunHold
  private let log: EventLog

  init() throws {
    parent = FileManager.default.temporaryDirectory.appendingPathComponent("tailboard-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
    folder = try RunFolder(creating: parent.appendingPathComponent("demo").path, recipe: "")
    hold = try RunHold(folder.path)
    log = try EventLog(folder) { _ in }
    for event in ScriptedRun.trained(steps: 50).events { log.append(event) }
  }

  deinit {
    log.close()
    try? FileManager.default.removeItem(at: parent)
  }

  /// dash gives no modes back after a child that was killed.
  @Test func theShellFindsItsTerminalAsItWas() throws {
    let pid = parent.path + "/pid"
    let terminal = try Terminal(
      columns: 80, rows: 24,
      running:
        "stty -a > \(parent.path)/before; sh -c 'echo $$ > \(pid); exec \(tailboard) show \(folder.path)'")
    try terminal.waitUntil("the run appears") { $0.contains("[1 Loss]") }
    let process = try #require(Int32(String(contentsOfFile: pid, encoding: .utf8).trimmed))
    // The guardian is told that the screen is open before the first picture, but may still have to hear it.
    try terminal.send("2")
    try terminal.waitUntil("the screen answers") { $0.contains("[2 AP]") }
    kill(process, SIGKILL)
    try terminal.waitUntil("the shell is back") { !$0.contains("Loss") }
    try terminal.send("stty -a > \(parent.path)/after; echo seen", "Enter")
    try terminal.waitUntil("what is typed is seen") { $0.contains("/after") && $0.contains("\nseen") }
    let (before, after) = try (text("before"), text("after"))
    #expect(after == before)
  }

  @Test func nobodyIsLeftBehindAfterAnOrderlyEnd() throws {
    let terminal = try Terminal(columns: 80, rows: 24, running: "\(tailboard) show \(folder.path)")
    try terminal.waitUntil("the run appears") { $0.contains("[1 Loss]") }
    try terminal.send("q")
    try terminal.waitUntil("the shell is back") { $0.contains("$") && !$0.contains("Loss") }
    let list = parent.path + "/outputs"
    try terminal.send(
      "for p in /proc/[0-9]*; do readlink $p/fd/1; done > \(list); grep -c \"^$(tty)$\" \(list)", "Enter")
    try terminal.waitUntil("nobody else holds the terminal") { $0.contains("\n0\n") }
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOf: parent.appendingPathComponent(name), encoding: .utf8)
  }

  private var tailboard: String {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
      .appendingPathComponent("tailboard").path
  }
}

extension String {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
