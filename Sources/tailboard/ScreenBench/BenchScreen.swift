import ArgumentParser
import Foundation
import JSON
import LegibleText

struct BenchScreen: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "screen",
    abstract: "Time the screen on a terminal nobody sits at: keys, bytes, processor, first picture.",
    discussion: """
      Runs `tailboard watch` on runs made for it, one of which writes a record a second; then, unless --no-training, \
      the demo. Key to paint is the time from a key to the last byte of its answer; a tick's bytes are those of a second \
      with one new record; processor time is a share of one core, of all threads of the program. After `--` stands any \
      other program to measure the same way (--peer-keys are struck one by one, --peer-writes is run once a second).

      Examples:
        tailboard bench screen
        tailboard bench screen --runs 1 --runs 50 --no-training --json
        tailboard bench screen --peer-keys jk -- btop
      """)

  @Option(help: "How many runs are watched. Repeatable. (default: 1, 50 and 1000)")
  var runs: [Int] = []

  @Option(help: ArgumentHelp("The terminal's size.", valueName: "columns x rows"))
  var size = TerminalSize(columns: 120, rows: 40)

  @Option(help: "Seconds that are watched, once with a record a second and once without.")
  var seconds = 10

  @Option(help: "Keys struck.")
  var keys = 40

  @Flag(inversion: .prefixedNo, help: "Measure the screen of a training run too: the demo, on all cores.")
  var training = true

  @Option(help: "Keys that another program answers to.")
  var peerKeys = ""

  @Option(help: "A shell command that gives another program something to show, once a second.")
  var peerWrites: String?

  @Flag(help: "Print one JSON object.")
  var json = false

  @Argument(help: "Another program and its arguments, after `--`.")
  var peer: [String] = []

  func validate() throws {
    for (name, value) in [("seconds", seconds), ("keys", keys)] + runs.map({ ("runs", $0) }) where value < 1 {
      throw ValidationError("--\(name): expected a whole number from 1, got \(value).")
    }
  }

  func run() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tailboard-screen-\(getpid())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let bench = Bench(size: size, seconds: seconds, keyCount: keys, folder: folder)
    if !json { Output.line(ScreenTimings.header) }
    var all: [ScreenTimings] = []
    func tell(_ timings: ScreenTimings) {
      if !json { Output.line(timings.line) }
      all.append(timings)
    }
    if !peer.isEmpty {
      tell(try bench.peer(peer, keys: peerKeys.map(String.init), writing: peerWrites))
    } else {
      for count in runs.isEmpty ? [1, 50, 1000] : runs { tell(try bench.watching(count)) }
      if training { tell(try bench.training()) }
    }
    if json { Output.text(Self.json(all)) }
  }

  private static func json(_ all: [ScreenTimings]) -> String {
    var writer = JSONWriter()
    writer.object { writer in
      for timings in all {
        writer.object(timings.subject) { writer in timings.write(to: &writer) }
      }
    }
    return writer.text
  }
}

extension BenchScreen {
  /// The programs that are measured, each on a terminal of its own.
  struct Bench {
    let size: TerminalSize
    let seconds: Int
    let keyCount: Int
    let folder: String

    /// Keys that change the picture: panes, smoothing, axes, the cursor.
    private static let keys = [
      "2", "1", "[", "]", "y", "y", "l", "h", "4", "j", "k", "5", "3", "6", "7", "1",
    ]

    /// `tailboard watch` on so many runs.
    func watching(_ count: Int) throws -> ScreenTimings {
      var runs = try GrowingRuns(count, below: folder)
      let program = try start([Self.executable, "watch", runs.folder])
      defer { program.end() }
      var timings = ScreenTimings(subject: count == 1 ? "watch, 1 run" : "watch, \(count) runs")
      timings.firstPaint =
        (try program.wait(for: "loss_cls", within: .seconds(60)) - program.started) / .seconds(1)
      _ = try program.watch(for: .seconds(3))
      try timings.measureTicks(on: program, seconds: seconds) { try runs.grow() }
      try timings.measureIdle(on: program, seconds: seconds)
      try timings.measure(keys: struck, on: program, rest: .milliseconds(150))
      return timings
    }

    /// The demo, once it trains.
    func training() throws -> ScreenTimings {
      let program = try start([Self.executable, "demo", "--minutes", "5", "--run", folder + "/demo"])
      defer { program.end() }
      var timings = ScreenTimings(subject: "demo, training")
      _ = try program.wait(for: "loss_mask", within: .seconds(120))
      _ = try program.watch(for: .seconds(5))
      try timings.measureTicks(on: program, seconds: seconds) {}
      timings.busy = nil  // the trainer's
      try timings.measure(keys: struck, on: program, rest: .milliseconds(150))
      return timings
    }

    /// Another program.
    func peer(_ arguments: [String], keys: [String], writing command: String?) throws -> ScreenTimings {
      let program = try start(arguments)
      defer { program.end() }
      var timings = ScreenTimings(subject: URL(fileURLWithPath: arguments[0]).lastPathComponent)
      _ = try program.watch(for: .seconds(5))
      try timings.measureTicks(on: program, seconds: seconds) { if let command { _ = system(command) } }
      try timings.measureIdle(on: program, seconds: seconds)
      let struck = (0..<(keys.isEmpty ? 0 : keyCount)).map { keys[$0 % keys.count] }
      try timings.measure(keys: struck, on: program, rest: .milliseconds(150))
      return timings
    }

    private var struck: [String] { (0..<keyCount).map { Self.keys[$0 % Self.keys.count] } }

    private static var executable: String {
      URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
    }

    /// As in a terminal of 256 colours over ssh would be, but at the pace of a local one.
    private func start(_ arguments: [String]) throws -> ProgramOnTerminal {
      var environment = ProcessInfo.processInfo.environment
      environment["TERM"] = "xterm-256color"
      environment["LC_ALL"] = "C.UTF-8"
      for name in ["NO_COLOR", "SSH_CONNECTION", "COLUMNS", "LINES"] { environment[name] = nil }
      environment["XDG_STATE_HOME"] = folder + "/state"
      return try ProgramOnTerminal(
        arguments, columns: size.columns, rows: size.rows, environment: environment)
    }
  }
}

/// Columns and rows, written 120x40.
struct TerminalSize: ExpressibleByArgument, CustomStringConvertible {
  let columns: Int
  let rows: Int

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }

  /// nil unless the text is two numbers from 1 to 1000 with an x between.
  init?(argument: String) {
    let numbers = argument.split(separator: "x", omittingEmptySubsequences: false).compactMap { Int($0) }
    guard numbers.count == 2, numbers.allSatisfy((1...1000).contains) else { return nil }
    self.init(columns: numbers[0], rows: numbers[1])
  }

  var description: String { "\(columns)x\(rows)" }
}
