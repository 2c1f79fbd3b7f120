import Cells

/// One row that says how things are: the most important first, what matters less at the right.
public struct StatusLine: Widget {
  private let leading: [Span]
  private let trailing: [Span]
  private let style: Style

  /// A row of pieces; where there is no room the trailing ones go first, the last of them before the others.
  public init(leading: [Span], trailing: [Span] = [], style: Style = .plain) {
    self.leading = leading
    self.trailing = trailing
    self.style = style
  }

  /// Draws the row at the top of the rectangle.
  public func render(in rect: Rect, on buffer: inout CellBuffer) {
    let row = rect.row(0)
    buffer.fill(row, style)
    let end = buffer.write(leading.map(onStyle), at: row.origin, in: row)
    var pieces = trailing.map(onStyle)
    while !pieces.isEmpty, end + 2 + pieces.columns > row.right { pieces.removeLast() }
    buffer.write(pieces, at: Point(column: row.right - pieces.columns, row: row.top), in: row)
  }

  private func onStyle(_ span: Span) -> Span {
    Span(span.text, span.style.over(style))
  }
}
