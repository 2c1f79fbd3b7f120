import Cells
import Widgets

/// The keys, those of the pane in focus first: a list that scrolls, is searched, and does what its row says.
struct HelpView: Widget {
  let help: HelpState
  let state: DashboardState
  let theme: Theme

  static let width = 72

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    let rows = rect.rows([.fixed(help.search == nil ? 0 : 1), .min(1), .fixed(1)])
    if let search = help.search {
      buffer.write(
        [Span("/ ", theme.faint), Span(search + "█", theme.title)], at: rows[0].origin, in: rows[0])
    }
    let entries = help.entries(in: state)
    Table(
      [.init("where", width: .fixed(16)), .init("key", width: .fixed(9)), .init("does", width: .min(20))],
      count: entries.count, selected: help.row, isFocused: true, empty: "No key has that in its help",
      theme: theme
    ) { row in
      let entry = entries[row]
      let isFirst = row == 0 || entries[row - 1].section.title != entry.section.title
      return [
        Span(isFirst ? entry.section.title : "", theme.faint), Span(entry.binding.label, theme.title),
        Span(entry.binding.help, theme.text),
      ]
    }.render(in: rows[1], on: &buffer)
    buffer.write(
      "↑ ↓ choose  Enter does it  / search  Esc closes", at: rows[2].origin, theme.faint, in: rows[2])
  }
}
