import Cells
import Events
import Widgets

/// AP in short: each bin with its last value and its change, below them their course where there is a second row.
struct PrecisionGauge: Panel {
  let state: DashboardState
  let theme: Theme

  var title: String { "AP · \(state.task.name)" }

  var detail: String {
    let isOver = state.run.map { $0.hasEnded || $0.source != nil } ?? true
    return state.evaluation == nil || isOver
      ? state.evaluationPhrase : "\(state.evaluationPhrase) · next \(state.run?.nextEvaluationPhrase ?? "")"
  }

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    guard state.evaluation != nil else {
      let text = "First evaluation \(state.run?.nextEvaluationPhrase ?? "…")"
      return Notice(text, theme.faint).render(in: rect, on: &buffer)
    }
    let lines = PrecisionLine.allCases
    let places = rect.columns(lines.map { _ in .ratio(1) }, gap: 2)
    for (line, place) in zip(lines, places) { draw(line, in: place, on: &buffer) }
  }

  private func draw(_ line: PrecisionLine, in rect: Rect, on buffer: inout CellBuffer) {
    let key = line.key(of: state.task)
    let value = state.evaluation?.summary[key]?.fixed(1) ?? "–"
    let spans = [
      Span(theme.mark(of: line)), Span(" \(Self.shortName(line)) ", theme.text), Span(value, theme.title),
      Span(" " + change(of: key), theme.faint),
    ]
    buffer.write(spans, at: rect.origin, in: rect)
    let course = course(of: key, last: rect.width)
    Sparkline(course, range: range, style: theme.mark(of: line).style)
      .render(in: rect.inset(top: 1, right: rect.width - course.count), on: &buffer)
  }

  private func change(of key: MetricKey) -> String {
    state.previousEvaluation.flatMap { state.evaluation?.change(of: key, since: $0) }?.signed(1) ?? ""
  }

  private func course(of key: MetricKey, last count: Int) -> [Double] {
    let shown = (state.run?.evaluations ?? []).dropLast(state.evaluationsBack)
    return shown.suffix(max(count, 0)).map { $0.report.summary[key] ?? .nan }
  }

  /// One scale for all bins, so that their heights compare.
  private var range: ClosedRange<Double> {
    let keys = PrecisionLine.allCases.map { $0.key(of: state.task) }
    let best = (state.run?.evaluations ?? []).flatMap { evaluation in
      keys.compactMap { evaluation.report.summary[$0] }
    }
    return 0...max(best.filter(\.isFinite).max() ?? 1, 1)
  }

  private static func shortName(_ line: PrecisionLine) -> String {
    line == .frequent ? "freq" : line.name
  }
}
