import Cells

/// A piece of a line in one style.
public struct Span: Hashable, Sendable, ExpressibleByStringInterpolation {
  /// What it says.
  public var text: String
  /// How it looks.
  public var style: Style

  /// A piece of text in a style.
  public init(_ text: String, _ style: Style = .plain) {
    self.text = text
    self.style = style
  }

  /// A piece of text in the terminal's own style.
  public init(stringLiteral text: String) {
    self.init(text)
  }

  /// A mark's sign in its colour.
  public init(_ mark: Mark) {
    self.init(String(mark.sign), mark.style)
  }
}

extension [Span] {
  /// The columns all of them take.
  public var columns: Int { reduce(0) { $0 + $1.text.columns } }
}

extension CellBuffer {
  /// Writes pieces one after the other.
  /// - Returns: the column after the last.
  @discardableResult
  public mutating func write(_ spans: [Span], at point: Point, in clip: Rect? = nil) -> Int {
    spans.reduce(into: point.column) { column, span in
      column = write(span.text, at: Point(column: column, row: point.row), span.style, in: clip)
    }
  }
}
