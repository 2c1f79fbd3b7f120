import Cells

/// Lines of pieces, from the top; what does not fit is left out.
public struct Lines: Widget {
  private let lines: [[Span]]

  /// A widget of these lines.
  public init(_ lines: [[Span]]) { self.lines = lines }

  /// Draws the lines, each in a row.
  public func render(in rect: Rect, on buffer: inout CellBuffer) {
    for (index, line) in lines.prefix(rect.height).enumerated() {
      let row = rect.row(index)
      buffer.write(line, at: row.origin, in: row)
    }
  }
}
