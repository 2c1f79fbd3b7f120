import CCurses
import Cells
import Glibc

/// The terminal of the process, drawn on through ncurses. One is open at a time, and used from one thread.
public final class CursesScreen: Screen {
  /// The colours the terminal shows; none where NO_COLOR is set.
  public let colorDepth: ColorDepth
  /// The glyphs the terminal shows.
  public let glyphs: GlyphSet
  /// The read end of a pipe that standard output and error lead into until the screen closes: drain it on a queue,
  /// close it after its end. Nil where they were left alone.
  public let strayOutput: Int32?

  private let pen: Pen
  private var shown: CellBuffer?
  private var pending: [Input] = []
  private var isOpen = true
  private var isBehind = false

  /// Opens the screen on the process's own terminal; from then on nothing that is printed reaches it.
  public static func open(environment: [String: String]) throws(CursesError) -> CursesScreen {
    try CursesScreen(
      input: STDIN_FILENO, output: STDOUT_FILENO, environment: environment, catchesStrayOutput: true)
  }

  /// Opens the screen on any terminal.
  /// - Parameters:
  ///   - input: where keys come from.
  ///   - output: what is drawn on.
  ///   - environment: TERM, NO_COLOR and what says the terminal's glyphs count.
  ///   - catchesStrayOutput: whether standard output and error are led into a pipe.
  init(
    input: Int32, output: Int32, environment: [String: String], catchesStrayOutput: Bool
  ) throws(CursesError) {
    let term = environment["TERM"] ?? ""
    var abilities = CCTerminal()
    glyphs = GlyphSet(environment: environment)
    let opening = cc_open(term, glyphs != .ascii, input, output, &abilities)
    guard opening == CC_OPENED else { throw CursesError(opening, term: term) }
    let isColourless = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    colorDepth = isColourless ? .mono : ColorDepth(abilities)
    pen = Pen(colors: Int(abilities.colors))
    let readEnd = catchesStrayOutput ? cc_catch_output() : -1
    strayOutput = readEnd < 0 ? nil : readEnd
  }

  deinit { close() }

  /// The terminal's size as the system knows it now.
  public var size: Size {
    guard isOpen else { return Size(width: 0, height: 0) }
    var (columns, rows): (Int32, Int32) = (0, 0)
    cc_size(&columns, &rows)
    return Size(width: Int(columns), height: Int(rows))
  }

  /// Shows the cells; only those that changed since the last call are sent.
  public func present(_ buffer: CellBuffer) throws(ScreenClosed) {
    try checkIsAlive()
    guard isInFront() else { return }
    let older = shown ?? CellBuffer(size: Size(width: 0, height: 0))
    if shown?.size != buffer.size { cc_erase() }
    let runs = buffer.changes(since: older)
    for run in runs { pen.draw(run) }
    shown = buffer
    cc_refresh()
  }

  /// The next input, or nil when none came within the time.
  public func nextInput(within timeout: Duration) throws(ScreenClosed) -> Input? {
    if let input = takeInput() { return input }
    try checkIsAlive()
    let events = cc_wait(Int32(clamping: timeout.milliseconds))
    if events & Int32(CC_STOPPED) != 0 { suspend() }
    if events & Int32(CC_RESIZED | CC_STOPPED) != 0 { return repaint() }
    if events & Int32(CC_GONE) != 0 { throw ScreenClosed(reason: "the terminal hung up") }
    return takeInput()
  }

  /// Ends a wait for input; safe from any thread.
  public static func wake() { cc_wake() }

  /// Makes the next presentation paint every cell.
  public func redraw() {
    guard isOpen else { return }
    shown = nil
    cc_redraw()
  }

  /// Gives the terminal back to the shell and stops the process; the next input after it goes on is its size.
  public func suspend() {
    guard isOpen else { return }
    cc_suspend()
    pending.append(repaint())
  }

  /// Gives the terminal, standard output and standard error back.
  public func close() {
    guard isOpen else { return }
    isOpen = false
    cc_close()
    if strayOutput != nil { cc_release_output() }
  }

  /// Gives the terminal back when the process is about to die with the screen open; safe from any thread.
  public static func restoreTerminal() { cc_restore() }

  private func repaint() -> Input {
    redraw()
    return .resize(size)
  }

  private func takeInput() -> Input? {
    guard isOpen, isInFront() else { return nil }
    if !pending.isEmpty { return pending.removeFirst() }
    while true {
      let key = cc_key()
      if key.kind == CC_KEY_NONE { return nil }
      if let input = Input(key) { return input }
    }
  }

  /// Whether the terminal is ours to draw on; after the shell had it, its modes and cells are set anew.
  private func isInFront() -> Bool {
    guard cc_is_in_front() else {
      isBehind = true
      return false
    }
    if isBehind {
      cc_retake()
      shown = nil
      isBehind = false
    }
    return true
  }

  private func checkIsAlive() throws(ScreenClosed) {
    guard isOpen else { throw ScreenClosed(reason: "the screen was closed") }
    guard !cc_is_alive() else { return }
    throw ScreenClosed(reason: String(cString: strerror(errno)))
  }
}

extension CursesError {
  fileprivate init(_ opening: CCOpening, term: String) {
    switch opening {
    case CC_NOT_A_TERMINAL: self = .notATerminal
    case CC_IN_BACKGROUND: self = .inTheBackground
    case CC_UNKNOWN_TERMINAL: self = .unknownTerminal(name: term)
    case CC_CANNOT_MOVE_CURSOR: self = .cannotMoveCursor(name: term)
    default: self = .failed(name: term)
    }
  }
}

extension ColorDepth {
  fileprivate init(_ terminal: CCTerminal) {
    self =
      switch terminal.colors {
      case (1 << 24)... where terminal.direct_color: .direct
      case 256...: .palette
      case 8...: .sixteen
      default: .mono
      }
  }
}

extension Duration {
  fileprivate var milliseconds: Int64 {
    let (seconds, attoseconds) = components
    return max(seconds * 1000 + attoseconds / 1_000_000_000_000_000, 0)
  }
}
