import Cells
import Widgets

/// A pane with its title: a box where there is room, only a rule above where every row counts.
struct PaneFrame: Widget {
  let panel: any Panel
  let title: [Span]
  let isFocused: Bool
  let isRuled: Bool
  let theme: Theme

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    guard rect.height >= 2, rect.width >= 4 else { return }
    if isRuled {
      drawRule(in: rect.row(0), on: &buffer)
      panel.render(in: rect.inset(left: 1, top: 1, right: 1), on: &buffer)
    } else {
      let name = title.map(\.text).joined()
      Box(name, detail: panel.detail, isFocused: isFocused, theme: theme, content: EmptyWidget()).render(
        in: rect, on: &buffer)
      panel.render(in: rect.inset(left: 2, top: 1, right: 2, bottom: 1), on: &buffer)
    }
  }

  private func drawRule(in row: Rect, on buffer: inout CellBuffer) {
    let lines = isFocused ? buffer.glyphs.focusedBox : buffer.glyphs.box
    buffer.fill(row, with: lines.horizontal, isFocused ? theme.focus : theme.border)
    let start = Point(column: row.left + 1, row: row.top)
    let end = buffer.write([" "] + title + [" "], at: start, in: row)
    let room = row.right - end - 4
    guard !panel.detail.isEmpty, room >= min(panel.detail.columns, 8) else { return }
    let detail = " " + panel.detail.fitted(to: room, cutting: .end) + " "
    buffer.write(
      detail, at: Point(column: row.right - detail.columns - 1, row: row.top), theme.faint, in: row)
  }
}
