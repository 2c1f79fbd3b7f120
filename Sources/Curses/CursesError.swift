/// Why the dashboard has no screen to draw on.
public enum CursesError: Error, Hashable {
  /// Standard input or output is a file or a pipe.
  case notATerminal
  /// The shell has the terminal: the process was started in the background.
  case inTheBackground
  /// $TERM names nothing the terminal database knows.
  case unknownTerminal(name: String)
  /// The terminal only writes line after line.
  case cannotMoveCursor(name: String)
  /// ncurses does not say more.
  case failed(name: String)
}

extension CursesError: CustomStringConvertible {
  /// What is wrong, and the way out.
  public var description: String {
    switch self {
    case .notATerminal:
      "standard input and output are not a terminal, so there is no screen; --headless prints lines instead"
    case .inTheBackground: "the shell has the terminal, so there is no screen: lines are printed instead"
    case .unknownTerminal(let name):
      "the terminal type \"\(name)\" is not known here; try TERM=xterm-256color, or --headless"
    case .cannotMoveCursor(let name):
      "a terminal of type \"\(name)\" cannot show a screen; set TERM to what it really is, or use --headless"
    case .failed(let name):
      "the screen cannot be opened on a terminal of type \"\(name)\"; --headless prints lines instead"
    }
  }
}
