import Cells
import Widgets

/// The latest events of the run, newest at the bottom.
struct EventsView: Panel {
  let state: DashboardState
  let theme: Theme

  let title = "Events"
  let detail = ""

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    let lines = (state.run?.log.notable(last: rect.height) ?? []) + state.notes.notable(last: rect.height)
    draw(lines.sorted { $0.time < $1.time }.suffix(rect.height), in: rect, on: &buffer)
  }

  private func draw(_ lines: [LogLine], in rect: Rect, on buffer: inout CellBuffer) {
    guard !lines.isEmpty else {
      return Notice("nothing has happened yet", theme.faint).render(in: rect, on: &buffer)
    }
    for (index, line) in lines.enumerated() {
      let mark = theme.mark(of: line.level)
      let spans = [
        Span(state.clock.minutes(line.time) + " ", theme.faint), Span(mark),
        Span(
          " " + line.text.fitted(to: rect.width - 8, cutting: .end),
          line.level >= .warning ? mark.style : theme.text),
      ]
      buffer.write(spans, at: rect.row(index).origin, in: rect)
    }
  }
}
