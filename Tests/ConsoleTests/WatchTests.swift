import Foundation
import Testing

/// `tailboard watch` in a real terminal, on logs that are written meanwhile.
@Suite(.serialized) final class WatchTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("tailboard-\(UUID().uuidString)")
    try write("ecm", steps: 20...400)
    try write("softmax", steps: 20...200)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Appends lines as detectron2 writes them.
  private func write(_ run: String, steps: ClosedRange<Int>) throws {
    let log = folder.appendingPathComponent("\(run)/metrics.json")
    try FileManager.default.createDirectory(
      at: log.deletingLastPathComponent(), withIntermediateDirectories: true)
    let lines = stride(from: steps.lowerBound, through: steps.upperBound, by: 20).map {
      #"{"iteration": \#($0), "loss_cls": 0.5, "lr": 0.02, "total_loss": \#(1 + 20 / Double($0))}"# + "\n"
    }
    if !FileManager.default.fileExists(atPath: log.path) { try Data().write(to: log) }
    let file = try FileHandle(forWritingTo: log)
    defer { try? file.close() }
    try file.seekToEnd()
    try file.write(contentsOf: Data(lines.joined().utf8))
  }

  @Test func runsAreListedFollowedComparedAndLeft() throws {
    let terminal = try Terminal(columns: 80, rows: 24, running: "\(tailboard) watch \(folder.path)")
    try terminal.waitUntil("both runs are there") { $0.contains("8 Runs") && $0.contains("▶ live") }
    try terminal.send("8", "g")
    try terminal.waitUntil("the list shows how far they are") {
      $0.contains("Runs]") && $0.contains("400") && $0.contains("200")
    }
    try write("ecm", steps: 420...480)
    try terminal.waitUntil("new lines appear") { $0.contains("ecm") && $0.contains("480") }
    try write("later", steps: 20...60)
    try terminal.waitUntil("a run that begins is listed") { $0.contains("later") }
    try terminal.send("Space", "j", "Space", "Enter")
    try terminal.waitUntil("two runs are drawn together") { $0.contains("[1 Loss]") && $0.contains("later") }
    try Data().write(to: folder.appendingPathComponent("ecm/metrics.json"))
    try terminal.send("{")
    try terminal.waitUntil("a truncated file is said") { $0.contains("read anew") }
    try terminal.send("q")
    try terminal.waitUntil("the shell is back") { $0.contains("$") && !$0.contains("Loss") }
  }

  /// The executable beside the tests' own.
  private var tailboard: String {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
      .appendingPathComponent("tailboard").path
  }
}
