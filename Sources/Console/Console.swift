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
  private let theme: String?
  private let newRuns: DashboardState.NewRuns
  private let references: [ReferenceResult]

  /// - Parameters:
  ///   - role: whether the keys reach a trainer.
  ///   - ask: where requests go.
  ///   - mailbox: where events come from.
  ///   - theme: the name of a theme, tailboard's own or the user's, or a file; throws where it is missing or broken.
  ///   - newRuns: whether runs are listed as they come, or drawn together.
  ///   - references: published results to measure the runs against.
  public init(
    role: DashboardState.Role, ask: @escaping Asking, mailbox: Mailbox<RunEvent>, theme: String?, mode: Mode,
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
    self.theme = theme
    _ = try library.theme(named: theme ?? Self.defaultTheme, depth: .direct, glyphs: .braille)
  }

  /// Whether a screen is asked for, and there is a terminal for it.
  public var showsScreen: Bool { mode == .screen && isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

  private static let defaultTheme = "default"

  /// Where a screen is shown: what it writes, and what is kept of how it was looked at.
  public struct Place: Sendable {
    let folder: String
    let views: ViewFile?

    /// - Parameters:
    ///   - folder: where files go.
    ///   - views: where the view is kept; nil where it is not.
    public init(folder: String = ".", views: ViewFile? = nil) {
      self.folder = folder
      self.views = views
    }

    /// The place of a folder that is open: files go into it, and how it is looked at is kept unless it is fresh.
    public init(of folder: String, begins: Beginning) {
      self.init(folder: folder, views: begins.views(of: [folder]))
    }
  }

  /// How a screen begins.
  public enum Beginning: Sendable {
    /// As it was left.
    case asLeft
    /// As at the first look.
    case fresh

    /// Where the view of these paths is kept.
    public func views(of paths: [String]) -> ViewFile? {
      let file = ViewFile(of: paths)
      if self == .fresh { file?.forget() }
      return file
    }
  }

  /// Has what was sent to the mailbox shown now rather than at the next look; safe from any thread.
  public static func wake() { CursesScreen.wake() }

  /// Shows the run until it is over and its end has been seen. Called on the main thread.
  /// - Parameters:
  ///   - place: where what is written goes, and what is kept of how the run is looked at.
  ///   - background: how the process leaves its terminal for good; nil where it cannot.
  public func run(
    until completion: RunCompletion, in place: Place = Place(), background: (any BackgroundMove)? = nil
  ) -> Ending {
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
    let exit = show(session, on: screen, in: place, canGoToBackground: background?.isPossible ?? false)
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
    _ session: Session, on screen: CursesScreen, in place: Place, canGoToBackground: Bool
  ) -> ScreenLoop.Exit {
    let stray = screen.strayOutput.map(StrayLines.init)
    defer { screen.close() }
    let view = place.views?.load()
    if let view { session.state.restore(view) }
    let themes = themes(for: screen, chosenLast: view?.theme)
    var loop = ScreenLoop(
      session: session, screen: screen, themes: themes.map(\.theme), frame: frame,
      strayLines: { stray?.take() ?? [] }, canGoToBackground: canGoToBackground,
      write: PictureFiles(folder: place.folder).write)
    let exit = loop.run()
    place.views?.save(session.state.view(in: themes[loop.themeIndex].name))
    return exit
  }

  /// The theme asked for or chosen last, then the others in turn; one that is broken is left out.
  private func themes(for screen: CursesScreen, chosenLast: String?) -> [(name: String?, theme: Theme)] {
    let first = theme ?? chosenLast ?? Self.defaultTheme
    let themes = ([first] + library.names.filter { $0 != first }).compactMap { name in
      (try? library.theme(named: name, depth: screen.colorDepth, glyphs: screen.glyphs)).map { (name, $0) }
    }
    return themes.isEmpty ? [(nil, .plain)] : themes
  }

  /// Ten pictures a second here, four over a network.
  private var frame: Duration {
    environment["SSH_CONNECTION"] == nil ? .milliseconds(100) : .milliseconds(250)
  }
}
