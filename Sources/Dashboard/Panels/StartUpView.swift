import Cells
import Widgets

/// Before the first step: what is being prepared, and how long each part took.
struct StartUpView: Widget {
  let state: DashboardState
  let theme: Theme

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    guard let phases = state.run?.phases, !phases.isEmpty else {
      return Notice("The loss follows with the first step", theme.faint).render(in: rect, on: &buffer)
    }
    let shown = phases.suffix(rect.height)
    let nameWidth = min(shown.map(\.name.columns).max() ?? 0, max(rect.width - 14, 0))
    let top = rect.top + (rect.height - shown.count) / 2
    let left = rect.left + max((rect.width - nameWidth - 12) / 2, 0)
    for (index, phase) in shown.enumerated() {
      let isDone = phase.end != nil
      let sign = isDone ? Span(theme.good) : Span("▶", theme.title)
      let time = phase.seconds(at: state.now).duration.padded(to: 8, alignment: .trailing)
      let spans = [
        sign, Span(" " + phase.name.padded(to: nameWidth), isDone ? theme.text : theme.title),
        Span(" " + time, theme.faint),
      ]
      buffer.write(spans, at: Point(column: left, row: top + index), in: rect)
    }
  }
}
