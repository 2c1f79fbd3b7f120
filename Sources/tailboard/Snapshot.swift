import ArgumentParser
import Cells
import Commands
import Dashboard
import Events
import Foundation
import LegibleText
import LogTail
import RunStore
import Synchronization
import Widgets

struct Snapshot: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the screen, or one pane of it, as a drawing, as text or as figures: no terminal needed.",
    discussion: """
      SVG and text show what the screen shows, at any size; CSV holds every sample of the pane as it is plotted, raw and \
      smoothed, none left out. Files go where --output says, else to standard output.

      Examples:
        tailboard snapshot runs/my --size 120x40 > my.svg
        tailboard snapshot runs/my --pane ap --size 80x24 --format text
        tailboard snapshot work_dirs/ --pane loss --metric loss_cls --format csv --output loss.csv
        tailboard snapshot runs/my --pane margin --theme paper --output margin.svg
      """)

  /// What is written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case svg, text, ansi, csv
  }

  @Argument(help: "A run's folder, a log, or folders with logs below them.", completion: .file())
  var paths: [String]

  @Option(
    help:
      "One pane alone: \(Pane.all.map(\.name).joined(separator: ", ")). (default: the whole screen; csv: loss)"
  )
  var pane: String?

  @Option(help: ArgumentHelp("Columns and rows.", valueName: "columns x rows"))
  var size = TerminalSize(columns: 120, rows: 40)

  @Option(help: "svg, text, ansi (text with colours) or csv. (default: as --output ends, else svg)")
  var format: Format?

  @Option(help: ArgumentHelp("The metric of the loss pane.", valueName: "name"))
  var metric: String?

  @OptionGroup var themeOption: ThemeOption

  @Option(help: "Glyphs of the drawing: braille, blocks or ascii.")
  var glyphs = GlyphSet.braille

  @Option(help: "The file to write; - is standard output.", completion: .file())
  var output = "-"

  func validate() throws {
    for path in paths where !FileManager.default.fileExists(atPath: path) {
      throw ValidationError("\(path): no such file or folder. Name a run's folder or a log.")
    }
    if let pane, Pane.named(pane) == nil {
      throw ValidationError(
        "--pane: expected one of \(Pane.all.map(\.name).joined(separator: ", ")), got \(pane).")
    }
  }

  func run() throws {
    let state = try loadedState()
    let text = try text(of: state)
    guard output != "-" else { return Output.picture(text.hasSuffix("\n") ? String(text.dropLast()) : text) }
    try text.write(toFile: output, atomically: true, encoding: .utf8)
  }

  private func text(of state: DashboardState) throws -> String {
    let chosen = format ?? Format(rawValue: (output as NSString).pathExtension) ?? .svg
    switch chosen {
    case .svg:
      let theme = try theme(.direct)
      return SVGPicture(picture(of: state, theme), on: theme.ground).text
    case .ansi: return picture(of: state, try theme(.direct)).ansi + "\n"
    case .text: return picture(of: state, try theme(.mono)).text + "\n"
    case .csv:
      let pane = pane.flatMap(Pane.named) ?? state.focusedPane
      guard let figures = state.figures(of: pane) else { throw SnapshotError.noFigures(pane: pane.name) }
      return figures.csv
    }
  }

  private func theme(_ depth: ColorDepth) throws(ThemeError) -> Theme {
    let library = ThemeLibrary(
      userFolder: ThemeLibrary.userFolder(environment: ProcessInfo.processInfo.environment))
    return try library.theme(named: themeOption.theme ?? "default", depth: depth, glyphs: glyphs)
  }

  private func picture(of state: DashboardState, _ theme: Theme) -> CellBuffer {
    var buffer = CellBuffer(size: state.size, glyphs: glyphs)
    if let pane = pane.flatMap(Pane.named) {
      PanePicture(pane, of: state, theme: theme).render(in: buffer.bounds, on: &buffer)
    } else {
      DashboardView(state, theme: theme).render(in: buffer.bounds, on: &buffer)
    }
    theme.lay(under: &buffer)
    return buffer
  }

  /// Everything the paths hold, read to its end.
  private func loadedState() throws -> DashboardState {
    let now = Date().timeIntervalSince1970
    var state = DashboardState(
      role: .viewer, size: Size(width: size.columns, height: size.rows), now: now,
      secondsFromGMT: TimeZone.current.secondsFromGMT())
    for event in try History.events(of: paths) { _ = state.apply(.event(event)) }
    guard state.hasRuns else { throw SnapshotError.nothing(paths: paths) }
    if let pane = pane.flatMap(Pane.named) { state.show(pane) }
    if let metric { state.show(MetricKey(metric)) }
    _ = state.apply(.tick(now))
    return state
  }
}

/// What some paths hold: logs of other trainers, and tailboard's own runs.
private final class History: Sendable {
  private let found = Mutex<[RunEvent]>([])
  private let own = Mutex<[LogRun]>([])

  /// Reads everything to its end.
  static func events(of paths: [String]) throws -> [RunEvent] {
    let history = History()
    LogFollower(
      paths, known: .lvis, send: { event in history.found.withLock { $0.append(event) } },
      adoptOwn: { run in history.own.withLock { $0.append(run) } }
    ).lookNow()
    let others = history.found.withLock { $0 }
    return try history.own.withLock { $0 }.reduce(into: others) { try $0 += events(of: $1) }
  }

  private static func events(of run: LogRun) throws -> [RunEvent] {
    let file = URL(fileURLWithPath: run.files.first ?? run.path)
    let folder = try RunFolder(opening: file.deletingLastPathComponent().path)
    var tail = try FollowedRun(folder, named: RunID(run.name))
    var events: [RunEvent] = []
    while case let next = try tail.next(), !next.isEmpty { events += next }
    return events
  }
}

/// Why there is nothing to write.
enum SnapshotError: Error, CustomStringConvertible {
  case nothing(paths: [String])
  case noFigures(pane: String)

  var description: String {
    switch self {
    case .nothing(let paths):
      "\(paths.joined(separator: ", ")): no run and no log; tailboard inspect says what is there"
    case .noFigures(let pane): "the pane \(pane) has no figures to write as csv; expected svg, text or ansi"
    }
  }
}
