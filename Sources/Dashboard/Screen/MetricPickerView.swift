import Cells
import Events
import Widgets

/// What is being typed, and the metrics of the run that match.
struct MetricPickerView: Widget {
  let picker: MetricPicker
  let run: RunHistory?
  let theme: Theme

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    let rows = rect.rows([.fixed(2), .min(1), .fixed(1)])
    buffer.write(
      [Span("/ ", theme.faint), Span(picker.search + "█", theme.title)], at: rows[0].origin, in: rows[0])
    let choices = run.map(picker.choices) ?? []
    Table(
      [
        .init("metric", width: .min(20)), .init("in its own log", width: .ratio(1)),
        .init("points", width: .fixed(8), .number(fraction: 0)),
        .init("last", width: .fixed(10), .number(fraction: 3)),
      ], count: choices.count, selected: picker.row, isFocused: true, empty: "No metric has that in its name",
      theme: theme
    ) { spans(of: choices[$0]) }.render(in: rows[1], on: &buffer)
    buffer.write("↑ ↓ choose  Enter shows it  Esc leaves", at: rows[2].origin, theme.faint, in: rows[2])
  }

  private func spans(of key: MetricKey?) -> [Span] {
    guard let key else { return [Span("loss and its parts", theme.title)] }
    let series = run?.series[key]
    return [
      Span(key.name, theme.text), Span(run?.originalName(of: key) ?? "", theme.faint),
      Span(Double(series?.count ?? 0).count, theme.faint),
      Span(series?.main.last?.value.compact ?? "–", theme.text),
    ]
  }
}
