import Cells
import Events
import Widgets

/// The run's text log and events.
struct LogPanel: Panel {
  let state: DashboardState
  let theme: Theme

  let title = "Log"

  var detail: String {
    let view = state.logView
    var parts = [view.minimum == .info ? "" : "\(view.minimum.rawValue) and above"]
    parts.append(view.search.isEmpty ? "" : "/\(view.search)")
    if let dropped = state.run?.log.droppedCount, dropped > 0 {
      parts.append("\(dropped) older lines dropped")
    }
    parts.append(view.linesBack == 0 ? "follows" : "\(view.linesBack) from the end")
    return parts.filter { !$0.isEmpty }.joined(separator: " · ")
  }

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    let lines = state.shownLogLines
    let last = lines.count - 1 - state.logView.linesBack
    let position: LogView.Position = state.logView.linesBack == 0 ? .follow : .first(last - rect.height + 1)
    let found = state.logView.search.isEmpty || state.logView.linesBack == 0 ? nil : last
    LogView(
      count: lines.count, position: position, selected: found, empty: "The log is empty so far", theme: theme
    ) { index in
      spans(of: lines[index])
    }.render(in: rect, on: &buffer)
  }

  private func spans(of line: LogLine) -> [Span] {
    let mark = theme.mark(of: line.level)
    let style = line.level == .info ? (line.source == .event ? theme.title : theme.text) : mark.style
    return [
      Span(state.clock.seconds(line.time) + " ", theme.faint), Span(mark), Span(" " + line.text, style),
    ]
  }
}
