import Cells

/// Rows under headers, numbers lined up on the decimal point; only the visible rows are ever asked for.
public struct Table: Widget {
  /// One column: its header, its room and how its text lies in it.
  public struct Column: Sendable {
    /// What a column holds.
    public enum Kind: Hashable, Sendable {
      /// Words, from the left.
      case text
      /// Names that differ at their ends, from the left.
      case name
      /// Numbers with so many digits after the point, from the right.
      case number(fraction: Int)
    }

    let title: String
    /// Its share of the table's width.
    public let width: Length
    let kind: Kind

    /// A column; its width is fixed or a share of what the others leave, never that of its content.
    public init(_ title: String, width: Length, _ kind: Kind = .text) {
      self.title = title
      self.width = width
      self.kind = kind
    }
  }

  /// The column rows are in order of.
  public struct Sort: Hashable, Sendable {
    let column: Int
    let ascending: Bool

    /// The order of one column.
    public init(column: Int, ascending: Bool) {
      self.column = column
      self.ascending = ascending
    }
  }

  private let columns: [Column]
  private let count: Int
  private let selected: Int?
  private let sort: Sort?
  private let isFocused: Bool
  private let empty: String
  private let theme: Theme
  private let row: (Int) -> [Span]

  /// A table of `count` rows, each a piece of text a column.
  /// - Parameters:
  ///   - selected: the chosen row, kept in sight.
  ///   - empty: what is said where there is no row.
  ///   - row: the pieces of a row, counted from 0.
  public init(
    _ columns: [Column], count: Int, selected: Int? = nil, sort: Sort? = nil, isFocused: Bool = false,
    empty: String = "", theme: Theme, row: @escaping (Int) -> [Span]
  ) {
    self.columns = columns
    self.count = count
    self.selected = selected
    self.sort = sort
    self.isFocused = isFocused
    self.empty = empty
    self.theme = theme
    self.row = row
  }

  /// Draws the header and the rows around the chosen one.
  public func render(in rect: Rect, on buffer: inout CellBuffer) {
    let body = rect.inset(top: 1)
    guard count > 0 else { return Notice(empty, theme.faint).render(in: rect, on: &buffer) }
    let window = ListWindow(count: count, height: body.height, around: selected)
    let scrollbar = count > body.height ? 2 : 0
    let gutter = selected == nil ? 0 : 2
    let cells = places(in: rect.inset(left: gutter, right: scrollbar))
    drawHeader(cells, on: &buffer)
    for (offset, index) in window.range.enumerated() {
      let line = body.row(offset).inset(right: scrollbar)
      draw(row(index), in: cells, at: line.top, on: &buffer)
      if index == selected { mark(line, on: &buffer) }
    }
    window.drawScrollbar(of: count, in: body, theme: theme, on: &buffer)
  }

  /// Where each column lies; those at the right that do not fit are left out.
  private func places(in rect: Rect) -> [Rect] {
    var shown = columns[...]
    while shown.count > 1, shown.reduce(-1, { $0 + $1.least + 1 }) > rect.width { shown.removeLast() }
    return rect.columns(shown.map(\.width), gap: 1)
  }

  private func drawHeader(_ cells: [Rect], on buffer: inout CellBuffer) {
    for (index, (column, cell)) in zip(columns, cells).enumerated() {
      let arrow = sort.map { $0.column == index ? ($0.ascending ? "↑" : "↓") : "" } ?? ""
      let title = column.title.fitted(to: cell.width - arrow.columns) + arrow
      let alignment = column.kind.alignment
      let style = arrow.isEmpty ? theme.faint : theme.title
      buffer.write(title.padded(to: cell.width, alignment: alignment), at: cell.origin, style, in: cell)
    }
  }

  private func draw(_ pieces: [Span], in cells: [Rect], at row: Int, on buffer: inout CellBuffer) {
    for ((column, cell), piece) in zip(zip(columns, cells), pieces) {
      let text = column.aligned(piece.text, to: cell.width, ellipsis: buffer.glyphs.ellipsis)
      let place = Point(column: cell.left, row: row)
      buffer.write(
        text, at: place, piece.style.over(theme.text), in: buffer.bounds.intersection(cell.at(row: row)))
    }
  }

  private func mark(_ line: Rect, on buffer: inout CellBuffer) {
    buffer.write("▸", at: line.origin, theme.focus, in: line)
    buffer.restyle(line) { isFocused ? theme.selection.over($0) : $0.adding(.bold) }
  }
}

extension Table.Column {
  fileprivate var least: Int {
    switch width {
    case .fixed(let cells), .min(let cells): max(cells, 0)
    case .ratio: 4
    }
  }

  /// The text as it lies in the column: a number without a fraction keeps the room of one free.
  fileprivate func aligned(_ text: String, to width: Int, ellipsis: Character) -> String {
    switch kind {
    case .text: return text.padded(to: width, ellipsis: ellipsis)
    case .name: return text.padded(to: width, cutting: .start, ellipsis: ellipsis)
    case .number(let fraction): return number(text, fraction, width, ellipsis)
    }
  }

  private func number(_ text: String, _ fraction: Int, _ width: Int, _ ellipsis: Character) -> String {
    let digits = text.lastIndex(of: ".").map { text.distance(from: $0, to: text.endIndex) } ?? 0
    let room = fraction == 0 ? 0 : max(fraction + 1 - digits, 0)
    let padded = text + String(repeating: " ", count: room)
    return (padded.columns > width ? text : padded).padded(
      to: width, alignment: .trailing, ellipsis: ellipsis)
  }
}

extension Table.Column.Kind {
  fileprivate var alignment: Alignment {
    switch self {
    case .text, .name: .leading
    case .number: .trailing
    }
  }
}

extension Rect {
  /// The same columns in one row.
  fileprivate func at(row: Int) -> Rect {
    Rect(left: left, top: row, width: width, height: 1)
  }
}
