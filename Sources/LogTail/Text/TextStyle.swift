/// What tells the text logs of one writer from another's.
struct TextStyle: Sendable {
  /// When a line with values was written.
  enum Placing: Sendable {
    /// The line says its step, or its epoch and the iteration of it.
    case marked
    /// The same, of nobody in particular: only what three lines of one shape say counts.
    case repeated
    /// The line is a dictionary with a fractional epoch and nothing else.
    case epochOfDictionary
  }

  let placing: Placing
}
