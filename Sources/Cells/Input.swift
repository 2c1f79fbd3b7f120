/// A key as the user thinks of it.
public enum Key: Hashable, Sendable {
  /// A printable character, capital letters as such.
  case character(Character)
  /// Control and a lower-case letter.
  case control(Character)
  /// F1 and on.
  case function(Int)
  /// The arrows.
  case up, down, left, right
  /// The keys that move far.
  case pageUp, pageDown, home, end
  /// The keys that move between things.
  case tab, backtab
  /// The keys that edit or answer.
  case enter, escape, backspace, delete
}

/// What reaches the dashboard from its terminal.
public enum Input: Hashable, Sendable {
  /// A key was struck.
  case key(Key)
  /// A mouse button went down at a cell.
  case click(Point)
  /// The wheel turned over a cell; positive is towards the user.
  case scroll(Point, notches: Int)
  /// The terminal has a new size, or wants everything painted again.
  case resize(Size)
}

/// The terminal is gone; the run goes on without it.
public struct ScreenClosed: Error, Hashable, Sendable {
  /// What the system said, in its words.
  public let reason: String

  /// A closed screen and why.
  public init(reason: String) { self.reason = reason }
}
