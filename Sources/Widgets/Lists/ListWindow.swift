import Cells

/// The rows of a long list that are visible: the chosen one in the middle, except near the ends.
struct ListWindow {
  let first: Int
  let range: Range<Int>

  init(count: Int, height: Int, around selected: Int?) {
    let wanted = (selected ?? 0) - height / 2
    self.init(count: count, height: height, first: wanted)
  }

  init(count: Int, height: Int, first wanted: Int) {
    first = max(min(wanted, count - height), 0)
    range = first..<max(min(first + height, count), first)
  }

  /// Draws where the window is in the list, in the last column of the rows.
  func drawScrollbar(of count: Int, in rows: Rect, theme: Theme, on buffer: inout CellBuffer) {
    let column = rows.inset(left: max(rows.width - 1, 0))
    guard count > range.count, !column.isEmpty else { return }
    let length = max(column.height * range.count / count, 1)
    let travel = column.height - length
    let offset = (first * travel + (count - range.count) / 2) / max(count - range.count, 1)
    buffer.fill(column, with: "│", theme.faint)
    buffer.fill(
      Rect(left: column.left, top: column.top + offset, width: 1, height: length), with: "█", theme.border)
  }
}
