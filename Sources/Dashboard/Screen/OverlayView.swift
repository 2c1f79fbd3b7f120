import Cells
import Widgets

/// What lies over the panes: the help, the alerts, the question before a stop.
struct OverlayView: Widget {
  let state: DashboardState
  let theme: Theme

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    switch state.overlay {
    case .help(let help): keys(help).render(in: rect, on: &buffer)
    case .alerts: alerts.render(in: rect, on: &buffer)
    case .stopQuestion: stopQuestion.render(in: rect, on: &buffer)
    case .abandonQuestion: abandonQuestion.render(in: rect, on: &buffer)
    case .metricPicker(let picker): metrics(picker).render(in: rect, on: &buffer)
    case .search, nil: break
    }
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

  private func keys(_ help: HelpState) -> Overlay<HelpView> {
    let view = HelpView(help: help, state: state, theme: theme)
    let size = Size(width: HelpView.width, height: 200)
    return Overlay("Keys", detail: "\(state.pane.title)", size: size, theme: theme, content: view)
  }

  private func metrics(_ picker: MetricPicker) -> Overlay<MetricPickerView> {
    let view = MetricPickerView(picker: picker, run: state.run, theme: theme)
    let size = Size(width: 76, height: 18)
    return Overlay("Metric shown", detail: "type a part of its name", size: size, theme: theme, content: view)
  }

  private var alerts: Overlay<Lines> {
    let lines = alertLines
    let size = Size(width: 76, height: lines.count)
    return Overlay("Alerts", detail: "Esc closes", size: size, theme: theme, content: Lines(lines))
  }

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
