import Cells
import Dashboard
import Events
import Widgets

/// Shows a session on a screen: keys are answered at once, events a few times a second, and nothing is drawn while
/// nothing changes.
struct ScreenLoop {
  /// Why the screen is no longer shown.
  enum Exit: Equatable {
    case detached, background, terminalGone, runEnded, abandoned
  }

  /// Pictures that may follow one another at once after a pause, so that what comes first is seen first.
  private static let burst = 3

  private let session: Session
  private let screen: any Screen
  private let strayLines: () -> [String]
  private let frame: Duration
  private let canGoToBackground: Bool
  private let write: (DashboardState, CellBuffer, Theme) -> String
  private let themes: [Theme]
  /// Which of the themes is shown.
  private(set) var themeIndex = 0
  private var needsPaint = true
  private var lastSecond = 0

  /// - Parameters:
  ///   - themes: the looks to choose from; the first is shown.
  ///   - frame: the least time between two paintings that no key asked for.
  ///   - strayLines: what the process wrote to its standard output and error since the last call.
  ///   - write: keeps a picture of the screen where the user finds it, and says where.
  init(
    session: Session, screen: any Screen, themes: [Theme], frame: Duration,
    strayLines: @escaping () -> [String], canGoToBackground: Bool = false,
    write: @escaping (DashboardState, CellBuffer, Theme) -> String
  ) {
    precondition(!themes.isEmpty, "a screen has a theme")
    self.session = session
    self.screen = screen
    self.themes = themes
    self.frame = frame
    self.canGoToBackground = canGoToBackground
    self.strayLines = strayLines
    self.write = write
  }

  /// Runs until the screen is left, the terminal is gone, or the run was stopped.
  mutating func run() -> Exit {
    do {
      return try show()
    } catch {
      return .terminalGone
    }
  }

  private mutating func show() throws(ScreenClosed) -> Exit {
    let clock = ContinuousClock()
    var nextPaint = clock.now.advanced(by: .zero - frame * Self.burst)
    _ = session.state.apply(.resized(screen.size))
    while true {
      let wait = needsPaint ? max(.zero, nextPaint - clock.now) : frame
      let (exit, hasInput) = try answerKeys(within: wait)
      if let exit { return exit }
      takeIn()
      if let exit = ending { return exit }
      guard needsPaint, hasInput || clock.now >= nextPaint else { continue }
      try screen.present(picture)
      needsPaint = false
      nextPaint = max(nextPaint, clock.now.advanced(by: .zero - frame * Self.burst)) + frame
    }
  }

  /// Waits for a key, then takes all that have come.
  private mutating func answerKeys(within wait: Duration) throws(ScreenClosed) -> (
    exit: Exit?, hasInput: Bool
  ) {
    var input = try screen.nextInput(within: wait)
    let hasInput = input != nil
    while let some = input {
      needsPaint = true
      for command in session.state.apply(Message(some)) {
        if let exit = perform(command) { return (exit, true) }
      }
      input = try screen.nextInput(within: .zero)
    }
    return (nil, hasInput)
  }

  private mutating func perform(_ command: Command) -> Exit? {
    switch command {
    case .send(let request, let run): session.ask(request, run)
    case .detach: return session.completion.isReached(within: .zero) ? .runEnded : .detached
    case .goToBackground where canGoToBackground: return .background
    case .goToBackground:
      _ = session.state.apply(
        .answer("the shell waits for this very process: q leaves the screen, --detach starts without"))
    case .abandon: return .abandoned
    case .redraw: screen.redraw()
    case .suspend: screen.suspend()
    case .nextTheme: showNextTheme()
    case .write: _ = session.state.apply(.answer(write(session.state, picture, themes[themeIndex])))
    }
    return nil
  }

  private mutating func showNextTheme() {
    themeIndex = (themeIndex + 1) % themes.count
    let place = "\(themeIndex + 1) of \(themes.count)"
    _ = session.state.apply(.answer("theme \(themes[themeIndex].name), \(place)"))
  }

  /// Takes in what happened; the time alone asks for a new picture once a second at most, where a clock runs.
  private mutating func takeIn() {
    let eventCount = session.receive()
    let lines = strayLines()
    session.log(lines)
    session.tick()
    let second = Int(session.state.now)
    if eventCount > 0 || !lines.isEmpty { needsPaint = true }
    guard second != lastSecond else { return }
    if session.state.looksDifferent(at: Double(second), thanAt: Double(lastSecond)) { needsPaint = true }
    lastSecond = second
  }

  private var ending: Exit? {
    if session.isAbandoned { return .abandoned }
    if session.signals.received.hasHungUp { return .terminalGone }
    // A run that was stopped ends the process; one that came to its end stays on the screen until q.
    let isOver = session.completion.isReached(within: .zero)
    return isOver && session.state.role == .trainer && session.state.wasStopped ? .runEnded : nil
  }

  private var picture: CellBuffer {
    let theme = themes[themeIndex]
    var picture = CellBuffer(
      drawing: DashboardView(session.state, theme: theme), size: session.state.size, glyphs: screen.glyphs)
    theme.lay(under: &picture)
    return picture
  }
}

extension Message {
  /// What an input means to the dashboard.
  fileprivate init(_ input: Input) {
    switch input {
    case .key(let key): self = .key(key)
    case .click(let point): self = .click(point)
    case .scroll(let point, let notches): self = .scroll(point, notches: notches)
    case .resize(let size): self = .resized(size)
    }
  }
}
