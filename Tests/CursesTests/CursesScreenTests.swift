import CCurses
import Cells
import Glibc
import Testing

@testable import Curses

/// On a pseudo-terminal each; one after the other, for ncurses has one screen.
@Suite(.serialized) struct CursesScreenTests {
  private func open(_ terminal: PseudoTerminal, _ environment: [String: String] = [:]) throws -> CursesScreen
  {
    let environment = ["TERM": "xterm-256color"].merging(environment) { $1 }
    return try CursesScreen(
      input: terminal.program, output: terminal.program, environment: environment, catchesStrayOutput: false)
  }

  private func picture(_ text: String, of screen: CursesScreen, _ style: Style = .plain) -> CellBuffer {
    var buffer = CellBuffer(size: screen.size, glyphs: screen.glyphs)
    buffer.write(text, at: Point(column: 2, row: 1), style)
    return buffer
  }

  @Test func showsCellsAndSendsOnlyWhatChanged() throws {
    let terminal = try PseudoTerminal()
    let screen = try open(terminal)
    #expect(screen.size == Size(width: 40, height: 10))
    try screen.present(picture("loss ⠤⠒ 猫 0.8421", of: screen))
    #expect(terminal.output().contains("loss ⠤⠒ 猫 0.8421"))
    try screen.present(picture("loss ⠤⠒ 猫 0.8427", of: screen))
    let change = terminal.output()
    #expect(change.contains("7") && change.utf8.count < 24, "\(change.debugDescription)")
    try screen.present(picture("loss ⠤⠒ 猫 0.8427", of: screen))
    #expect(terminal.output() == "")
    screen.redraw()
    try screen.present(picture("loss ⠤⠒ 猫 0.8427", of: screen))
    #expect(terminal.output().contains("loss"))
  }

  @Test func coloursAndAttributesReachTheTerminal() throws {
    let terminal = try PseudoTerminal()
    let screen = try open(terminal)
    #expect(screen.colorDepth == .palette)
    try screen.present(picture("x", of: screen, Style(.indexed(208), on: .indexed(4), .bold)))
    let drawn = terminal.output()
    #expect(drawn.contains("38;5;208") && drawn.contains("44m") && drawn.contains("[1"))
  }

  @Test func noColorLeavesAttributes() throws {
    let terminal = try PseudoTerminal()
    #expect(try open(terminal, ["NO_COLOR": "1"]).colorDepth == .mono)
    #expect(try open(terminal, ["TERM": "vt100"]).colorDepth == .mono)
    #expect(try open(terminal, ["TERM": "xterm"]).colorDepth == .sixteen)
  }

  @Test(arguments: [
    (["LC_ALL": "C"], GlyphSet.ascii), (["LC_ALL": "POSIX", "LANG": "en_US.UTF-8"], .ascii),
    (["LC_ALL": "de_DE.ISO-8859-1"], .ascii), (["LANG": "fr_FR@euro"], .ascii), (["TERM": "vt100"], .ascii),
    (["TERM": "linux"], .ascii), ([:], .braille), (["LANG": "C.utf8"], .braille),
    (["LC_ALL": "", "LC_CTYPE": "en_US.UTF-8", "LANG": "C"], .braille),
    (["LC_ALL": "C", "TAILBOARD_GLYPHS": "blocks"], .blocks), (["TAILBOARD_GLYPHS": "ascii"], .ascii),
  ])
  func localeAndTerminalSayWhichGlyphsThereAre(environment: [String: String], glyphs: GlyphSet) throws {
    let terminal = try PseudoTerminal()
    let screen = try open(terminal, environment)
    #expect(screen.glyphs == glyphs)
    try screen.present(picture("┌─ ⠤ ● é", of: screen))
    let drawn = terminal.output()
    #expect(drawn.utf8.allSatisfy { $0 < 0x80 } == (glyphs == .ascii), "\(drawn.debugDescription)")
  }

  @Test func wideEmojiNeverShiftTheRow() throws {
    let terminal = try PseudoTerminal()
    let screen = try open(terminal)
    try screen.present(picture("👨‍👩‍👧☺\u{FE0F}e\u{301}|", of: screen))
    let drawn = terminal.output()
    #expect(drawn.contains("👨☺ e\u{301}|"), "\(drawn.debugDescription)")
  }

  @Test(arguments: [
    ("q", Key.character("q")), ("ß", .character("ß")), ("\u{1B}OA", .up), ("\u{1B}OB", .down), ("\t", .tab),
    ("\u{1B}[Z", .backtab), ("\r", .enter), ("\u{4}", .control("d")), ("\u{1A}", .control("z")),
    ("\u{C}", .control("l")), ("\u{1B}", .escape), ("\u{7F}", .backspace), ("\u{1B}[5~", .pageUp),
    ("\u{1B}OP", .function(1)),
  ])
  func keysAreNamed(bytes: String, key: Key) throws {
    let terminal = try PseudoTerminal()
    let screen = try open(terminal)
    terminal.strike(bytes)
    #expect(try screen.nextInput(within: .seconds(5)) == .key(key))
    #expect(try screen.nextInput(within: .zero) == nil)
  }

  @Test func theMouseClicksAndScrolls() throws {
    let terminal = try PseudoTerminal()
    let screen = try open(terminal)
    terminal.strike("\u{1B}[<0;5;3M")
    #expect(try screen.nextInput(within: .seconds(5)) == .click(Point(column: 4, row: 2)))
    terminal.strike("\u{1B}[<65;5;3M")
    #expect(try screen.nextInput(within: .seconds(5)) == .scroll(Point(column: 4, row: 2), notches: 1))
  }

  /// tmux and screen name a terminal whose own reports end at column 223.
  @Test(arguments: ["xterm-256color", "screen-256color", "tmux-256color", "xterm"])
  func theMouseIsReadWhereverItIs(term: String) throws {
    let terminal = try PseudoTerminal()
    let screen = try open(terminal, ["TERM": term])
    #expect(terminal.output().contains("\u{1B}[?1006h"))
    terminal.strike("\u{1B}[<0;300;70M\u{1B}[<0;300;70m\u{1B}[<68;1;1M\u{1B}[M !!j")
    #expect(try screen.nextInput(within: .seconds(5)) == .click(Point(column: 299, row: 69)))
    guard case .scroll(Point(column: 0, row: 0), _) = try screen.nextInput(within: .seconds(5)) else {
      Issue.record("a turn of the wheel with Shift held is a turn of the wheel")
      return
    }
    #expect(try screen.nextInput(within: .seconds(5)) == .click(Point(column: 0, row: 0)))
    #expect(try screen.nextInput(within: .seconds(5)) == .key(.character("j")))
    screen.close()
    #expect(terminal.output().contains("\u{1B}[?1006l"))
  }

  @Test(arguments: ["\u{1B}[<0;3", "\u{1B}[<;;M", "\u{1B}[<0;0;0M", "\u{1B}[<9999999999999;1;1M"])
  func brokenReportsOfTheMouseAreNoInput(bytes: String) throws {
    let terminal = try PseudoTerminal()
    let screen = try open(terminal)
    terminal.strike(bytes)
    #expect(try screen.nextInput(within: .milliseconds(300)) == nil)
  }

  @Test func aNewSizeIsAnInputAndPaintsEverything() throws {
    let terminal = try PseudoTerminal()
    let screen = try open(terminal)
    try screen.present(picture("before", of: screen))
    _ = terminal.output()
    terminal.resize(columns: 20, rows: 5)
    kill(getpid(), SIGWINCH)
    #expect(try screen.nextInput(within: .seconds(5)) == .resize(Size(width: 20, height: 5)))
    try screen.present(picture("before", of: screen))
    #expect(terminal.output().contains("before"))
  }

  @Test func anotherThreadEndsTheWait() throws {
    let terminal = try PseudoTerminal()
    let screen = try open(terminal)
    CursesScreen.wake()
    let start = ContinuousClock.now
    #expect(try screen.nextInput(within: .seconds(20)) == nil)
    #expect(start.duration(to: .now) < .seconds(5))
    terminal.hangUp()
  }

  @Test func aVanishedTerminalIsAnError() throws {
    let terminal = try PseudoTerminal()
    let screen = try open(terminal)
    terminal.hangUp()
    #expect(throws: ScreenClosed.self) { try screen.nextInput(within: .seconds(20)) }
    #expect(throws: ScreenClosed.self) { try screen.present(picture("lost", of: screen)) }
    screen.close()
    #expect(throws: ScreenClosed.self) { try screen.nextInput(within: .zero) }
  }

  @Test func theTerminalIsGivenBackAsItWas() throws {
    let terminal = try PseudoTerminal()
    let before = terminal.modes
    let screen = try open(terminal)
    #expect(terminal.modes.c_lflag != before.c_lflag)
    _ = terminal.output()
    screen.close()
    screen.close()
    #expect(terminal.modes.c_lflag == before.c_lflag && terminal.modes.c_iflag == before.c_iflag)
    #expect(terminal.output().contains("\u{1B}[?1049l"))
  }

  @Test func aDyingProcessGivesTheTerminalBackToo() throws {
    let terminal = try PseudoTerminal()
    let before = terminal.modes
    let screen = try open(terminal)
    _ = terminal.output()
    CursesScreen.restoreTerminal()
    #expect(terminal.modes.c_lflag == before.c_lflag && terminal.modes.c_iflag == before.c_iflag)
    let bytes = terminal.output()
    #expect(bytes.contains("\u{1B}[?1049l") && bytes.contains("\u{1B}[?25h"), "\(bytes.debugDescription)")
    screen.close()
  }

  @Test func terminalsWithoutAScreenAreRefused() throws {
    let terminal = try PseudoTerminal()
    #expect(throws: CursesError.cannotMoveCursor(name: "dumb")) { try open(terminal, ["TERM": "dumb"]) }
    #expect(throws: CursesError.unknownTerminal(name: "no-such")) { try open(terminal, ["TERM": "no-such"]) }
    #expect(throws: CursesError.unknownTerminal(name: "")) { try open(terminal, ["TERM": ""]) }
    let file = Glibc.open("/dev/null", O_RDWR)
    defer { close(file) }
    #expect(throws: CursesError.notATerminal) {
      try CursesScreen(
        input: file, output: file, environment: ["TERM": "xterm"], catchesStrayOutput: false)
    }
  }

  @Test func whatIsPrintedComesOutOfThePipeInstead() throws {
    let end = cc_catch_output()
    try #require(end >= 0)
    defer { close(end) }
    print("a stray line")
    _ = "a warning\n".withCString { write(STDERR_FILENO, $0, strlen($0)) }
    cc_release_output()
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(end, &bytes, bytes.count)
    let text = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
    #expect(text.contains("a stray line\n") && text.contains("a warning\n"))
  }
}
