import Cells

/// Lines of a log, oldest first; only the visible ones are ever asked for.
public struct LogView: Widget {
  /// Which lines are in sight.
  public enum Position: Hashable, Sendable {
    /// The newest, as they come.
    case follow
    /// From this one on.
    case first(Int)
  }

  private let count: Int
  private let position: Position
  private let selected: Int?
  private let empty: String
  private let theme: Theme
  private let line: (Int) -> [Span]

  /// A log of `count` lines.
  /// - Parameters:
  ///   - selected: a line that is marked, such as the one a search found.
  ///   - empty: what is said where there is no line.
  ///   - line: the pieces of a line, counted from 0.
  public init(
    count: Int, position: Position = .follow, selected: Int? = nil, empty: String = "", theme: Theme,
    line: @escaping (Int) -> [Span]
  ) {
    self.count = count
    self.position = position
    self.selected = selected
    self.empty = empty
    self.theme = theme
    self.line = line
  }

  /// Draws the lines in sight.
  public func render(in rect: Rect, on buffer: inout CellBuffer) {
    guard count > 0 else { return Notice(empty, theme.faint).render(in: rect, on: &buffer) }
    let window = ListWindow(count: count, height: rect.height, first: firstLine(height: rect.height))
    let text = rect.inset(right: count > rect.height ? 2 : 0)
    for (offset, index) in window.range.enumerated() {
      draw(line(index), in: text.row(offset), on: &buffer)
      if index == selected { buffer.restyle(text.row(offset)) { theme.selection.over($0) } }
    }
    window.drawScrollbar(of: count, in: rect, theme: theme, on: &buffer)
  }

  private func firstLine(height: Int) -> Int {
    switch position {
    case .follow: count - height
    case .first(let index): index
    }
  }

  private func draw(_ pieces: [Span], in row: Rect, on buffer: inout CellBuffer) {
    let pieces = pieces.map { Span($0.text, $0.style.over(theme.text)) }
    let end = buffer.write(pieces, at: row.origin, in: row)
    guard end > row.right, !row.isEmpty else { return }
    buffer.put(buffer.glyphs.ellipsis, at: Point(column: row.right - 1, row: row.top), theme.faint)
  }
}
