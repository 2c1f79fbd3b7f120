import Cells
import Widgets

/// What lies over the panes: the help, the alerts, the question before a stop.
struct OverlayView: Widget {
  let state: DashboardState
  let theme: Theme

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    switch state.overlay {
    case .help: show(HelpView(theme: theme), "Keys", HelpView.size, in: rect, on: &buffer)
    case .alerts:
      show(alerts, "Alerts", Size(width: 76, height: min(alertLines.count, 16)), in: rect, on: &buffer)
    case .stopQuestion: stopQuestion.render(in: rect, on: &buffer)
    case .abandonQuestion: abandonQuestion.render(in: rect, on: &buffer)
    case .search, nil: break
    }
  }

  /// A box in the middle, as large as its content where there is room.
  private func show(
    _ content: some Widget, _ title: String, _ size: Size, in rect: Rect, on buffer: inout CellBuffer
  ) {
    let width = min(size.width + 4, rect.width)
    let height = min(size.height + 2, rect.height)
    let place = Rect(
      left: rect.left + (rect.width - width) / 2, top: rect.top + (rect.height - height) / 2, width: width,
      height: height)
    buffer.fill(place, theme.text)
    Box(title, detail: "Esc closes", isFocused: true, theme: theme, content: EmptyWidget())
      .render(in: place, on: &buffer)
    content.render(in: place.inset(left: 2, top: 1, right: 2, bottom: 1), on: &buffer)
  }

  private var stopQuestion: Confirm {
    Confirm(
      "Stop training?",
      detail: "It finishes the step, saves a checkpoint and ends. "
        + "tailboard train --resume \(state.run?.description?.folder ?? "RUN") goes on from there.",
      answers: [("K", "stop"), ("any other key", "go on")], theme: theme)
  }

  private var abandonQuestion: Confirm {
    Confirm(
      "Quit at once?",
      detail: "The trainer is finishing its step and saving. Quitting now loses what came after the last "
        + "checkpoint.",
      answers: [("K", "quit"), ("any other key", "wait")], theme: theme)
  }

  private var alerts: Lines { Lines(alertLines) }

  private var alertLines: [[Span]] {
    let alerts = state.run?.alerts ?? []
    guard !alerts.isEmpty else { return [[Span("All is well.", theme.good.style)]] }
    return alerts.suffix(16).map { alert in
      let mark = theme.mark(of: alert.level)
      let text = alert.text.fitted(to: 66, cutting: .end)
      return [
        Span(state.clock.minutes(alert.time) + " ", theme.faint), Span(mark), Span(" " + text, theme.text),
      ]
    }
  }
}

/// Lines of styled text, from the top.
struct Lines: Widget {
  private let lines: [[Span]]

  init(_ lines: [[Span]]) { self.lines = lines }

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    for (index, line) in lines.prefix(rect.height).enumerated() {
      buffer.write(line, at: rect.row(index).origin, in: rect)
    }
  }
}
