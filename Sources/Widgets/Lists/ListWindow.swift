import Cells

/// The rows of a long list that are visible: the chosen one in the middle, except near the ends.
struct ListWindow {
  let first: Int
  let rows: Range<Int>

  init(count: Int, height: Int, around selected: Int?) {
    let wanted = (selected ?? 0) - height / 2
    self.init(count: count, height: height, first: wanted)
  }

  init(count: Int, height: Int, first wanted: Int) {
    first = max(min(wanted, count - height), 0)
    rows = first..<max(min(first + height, count), first)
  }

  /// Draws where the window is in the list, in a column of its own.
  func drawScrollbar(of count: Int, in column: Rect, theme: Theme, on buffer: inout CellBuffer) {
    guard count > rows.count, !column.isEmpty else { return }
    let length = max(column.height * rows.count / count, 1)
    let travel = column.height - length
    let offset = (first * travel + (count - rows.count) / 2) / max(count - rows.count, 1)
    buffer.fill(column, with: "│", theme.faint)
    buffer.fill(
      Rect(left: column.left, top: column.top + offset, width: 1, height: length), with: "█", theme.border)
  }
}
