import Cells
import Curses
import Dashboard
import Events
import Foundation
import Widgets

/// What a person sees of a run and asks of it: the dashboard where there is a terminal, lines where there is none.
///
/// It owns the main thread, the terminal and the signals. The run never waits for it, and outlives its terminal.
public final class Console {
  /// How a run is shown.
  public enum Mode: Sendable {
    /// The dashboard, or lines where standard input or output is no terminal.
    case screen
    /// Lines on standard output.
    case plain
  }

  /// Takes what is asked of a run on the screen or by a signal; a signal speaks to whatever run there is.
  public typealias Asking = @Sendable (ControlRequest, RunID, Requester) -> Void

  /// Why `run(until:)` came back.
  public enum Ending: Sendable {
    /// The run is over, or its viewer has left it.
    case runEnded
    /// The process was told to end at once: the caller leaves through `_exit`, its trainer still at work.
    case abandoned
  }

  private let role: DashboardState.Role
  private let ask: Asking
  private let mailbox: Mailbox<RunEvent>
  private let mode: Mode
  private let environment: [String: String]
  private let library: ThemeLibrary
  private let themeName: String
  private let newRuns: DashboardState.NewRuns
  private let references: [ReferenceResult]

  /// - Parameters:
  ///   - role: whether the keys reach a trainer.
  ///   - ask: where requests go.
  ///   - mailbox: where events come from.
  ///   - theme: the name of a theme, tailboard's own or the user's; throws where there is none or it is broken.
  ///   - newRuns: whether runs are listed as they come, or drawn together.
  ///   - references: published results to measure the runs against.
  public init(
    role: DashboardState.Role, ask: @escaping Asking, mailbox: Mailbox<RunEvent>, theme: String, mode: Mode,
    newRuns: DashboardState.NewRuns = .listed, references: [ReferenceResult] = [],
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(ThemeError) {
    self.role = role
    self.ask = ask
    self.mailbox = mailbox
    self.mode = mode
    self.environment = environment
    self.newRuns = newRuns
    self.references = references
    library = ThemeLibrary(userFolder: ThemeLibrary.userFolder(environment: environment))
    themeName = theme
    _ = try library.theme(named: theme, depth: .direct, glyphs: .braille)
  }

  /// Has what was sent to the mailbox shown now rather than at the next look; safe from any thread.
  public static func wake() { CursesScreen.wake() }

  /// Shows the run until it is over and its end has been seen. Called on the main thread.
  /// - Parameter background: how the process leaves its terminal for good; nil where it cannot.
  public func run(until completion: RunCompletion, background: (any BackgroundMove)? = nil) -> Ending {
    let ask = ask
    let signals = Signals { ask($0, .none, $1) }
    signals.listen()
    let here = Requester.here(through: Self.terminalName)
    let session = Session(
      state: DashboardState(
        role: role, size: Size(width: 0, height: 0), now: Date().timeIntervalSince1970,
        secondsFromGMT: TimeZone.current.secondsFromGMT(), newRuns: newRuns, references: references),
      mailbox: mailbox, completion: completion, signals: signals, ask: { ask($0, $1, here) })
    let output = PlainOutput(descriptor: STDOUT_FILENO)
    guard mode == .screen, let screen = openScreen(output) else { return tell(session, output) }
    let exit = show(session, on: screen, canGoToBackground: background?.isPossible ?? false)
    switch exit {
    case .abandoned: return .abandoned
    case .runEnded: output.write(session.state.epilogue)
    case .detached where role == .viewer: break
    case .detached:
      output.write(session.state.hasEnded ? session.state.epilogue : session.state.farewell)
      return tell(session, output)
    case .background: return leave(session, output, background)
    case .terminalGone:
      output.closeIfTerminal()
      return role == .viewer ? .runEnded : tell(session, output)
    }
    return .runEnded
  }

  private func leave(
    _ session: Session, _ output: PlainOutput, _ background: (any BackgroundMove)?
  ) -> Ending {
    output.write(background?.farewell ?? [])
    do {
      try background?.move()
    } catch {
      output.write(["\(error)"] + session.state.farewell)
    }
    return tell(session, output)
  }

  private func tell(_ session: Session, _ output: PlainOutput) -> Ending {
    var loop = PlainLoop(session: session, output: output)
    return loop.run() == .abandoned ? .abandoned : .runEnded
  }

  /// "pts/3": what the keys are struck at.
  private static var terminalName: String? {
    guard let name = ttyname(STDIN_FILENO) else { return nil }
    return String(cString: name).replacing("/dev/", with: "", maxReplacements: 1)
  }

  private func openScreen(_ output: PlainOutput) -> CursesScreen? {
    do throws(CursesError) {
      return try CursesScreen.open(environment: environment)
    } catch {
      if error != .notATerminal { output.write(["\(error)"]) }
      return nil
    }
  }

  private func show(
    _ session: Session, on screen: CursesScreen, canGoToBackground: Bool
  ) -> ScreenLoop.Exit {
    let stray = screen.strayOutput.map(StrayLines.init)
    defer { screen.close() }
    var loop = ScreenLoop(
      session: session, screen: screen, themes: themes(for: screen), frame: frame,
      strayLines: { stray?.take() ?? [] }, canGoToBackground: canGoToBackground, write: Self.write)
    return loop.run()
  }

  /// The theme asked for, then the others in turn; one that is broken is left out.
  private func themes(for screen: CursesScreen) -> [Theme] {
    let names = [themeName] + library.names.filter { $0 != themeName }
    let themes = names.compactMap {
      try? library.theme(named: $0, depth: screen.colorDepth, glyphs: screen.glyphs)
    }
    return themes.isEmpty ? [.plain] : themes
  }

  /// Ten pictures a second here, four over a network.
  private var frame: Duration {
    environment["SSH_CONNECTION"] == nil ? .milliseconds(100) : .milliseconds(250)
  }

  /// Keeps the screen as text in the run's folder, or here where that is not to be found.
  private static func write(_ state: DashboardState, _ picture: CellBuffer) -> String {
    let folder = state.folder.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil } ?? "."
    let file = "\(folder)/\(state.pictureName)"
    do {
      try (picture.text + "\n").write(toFile: file, atomically: true, encoding: .utf8)
      return "written to \(file)"
    } catch {
      return "\(file) cannot be written: \(error.localizedDescription)"
    }
  }
}
