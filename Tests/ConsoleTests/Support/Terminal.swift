import Foundation
import Testing

/// A real terminal: a tmux server of its own on a private socket, gone with the test.
final class Terminal {
  private let folder: URL
  private let socket: String

  /// Opens a terminal of that size and runs a command in its shell.
  init(columns: Int, rows: Int, running command: String) throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("tailboard-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    socket = folder.appendingPathComponent("socket").path
    try tmux([
      "-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)",
      "exec env LANG=C.UTF-8 LC_ALL=C.UTF-8 TZ=UTC XDG_STATE_HOME=\(folder.path) PS1='$ ' sh",
    ])
    try send(command, "Enter")
  }

  deinit {
    _ = try? tmux(["kill-server"])
    try? FileManager.default.removeItem(at: folder)
  }

  /// Strikes keys, in tmux's names.
  func send(_ keys: String...) throws { try tmux(["send-keys"] + keys) }

  func resize(columns: Int, rows: Int) throws {
    try tmux(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
  }

  /// The lines on the screen.
  func picture() throws -> String { try tmux(["capture-pane", "-p"]) }

  /// Looks at the screen until it is as expected, for twenty seconds at most.
  func waitUntil(
    _ expectation: String, sourceLocation: SourceLocation = #_sourceLocation, _ isMet: (String) -> Bool
  ) throws {
    let deadline = Date(timeIntervalSinceNow: 20)
    var last = ""
    repeat {
      last = try picture()
      if isMet(last) { return }
    } while Date() < deadline
    Issue.record("\(expectation), but the screen shows:\n\(last)", sourceLocation: sourceLocation)
  }

  /// Through the C library: Foundation's Process waits until nobody holds what it hands down, and the server of
  /// tmux holds it for good.
  @discardableResult private func tmux(_ arguments: [String]) throws -> String {
    let words = ["tmux", "-S", socket] + arguments
    let quoted = words.map { "'" + $0.replacingOccurrences(of: "'", with: "'\\''") + "'" }
    let line = quoted.joined(separator: " ")
    let output = try #require(popen(line + " 2>/dev/null", "r"))
    defer { pclose(output) }
    return String(decoding: FileHandle(fileDescriptor: fileno(output)).readDataToEndOfFile(), as: UTF8.self)
  }
}
