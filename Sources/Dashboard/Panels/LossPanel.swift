import Cells
import Events
import Widgets

/// All parts of the loss over training, smoothed, with the raw total behind them; or one metric of several runs.
struct LossPanel: Panel {
  let state: DashboardState
  let theme: Theme

  var title: String {
    guard state.chosenMetric != nil || state.isComparing else { return "Loss" }
    let name = state.chosenMetric?.name ?? state.run.flatMap(state.shownKey)?.name ?? "loss"
    return state.isComparing
      ? "\(name.fitted(to: 24)) · \(state.comparedRuns.count) runs" : name.fitted(to: 24)
  }

  var detail: String {
    let chart = state.lossChart
    let smoothing = chart.smoothing == 0 ? "raw" : "ema \(chart.smoothing)"
    let mark = chart.mark.map { " · from \($0)\(differenceFromMark)" } ?? ""
    let follows = chart.window.map { $0.end == nil ? " · last \(Int($0.length))" : " · zoomed" } ?? ""
    let reading = state.run?.reading.map { "reading \($0.percent) · " } ?? ""
    return reading + smoothing + (chart.isLogarithmic ? " · log y" : "") + follows + mark
  }

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    guard let run = state.run, !run.series.isEmpty || state.isComparing else {
      return StartUpView(state: state, theme: theme).render(in: rect, on: &buffer)
    }
    let curves = LossCurves(state: state, theme: theme, columns: rect.width * 2)
    LineChart(
      curves.series, x: state.lossPlane.axis,
      y: Axis(scale: state.lossChart.isLogarithmic ? .logarithmic : .linear), seams: curves.seams,
      cursor: state.lossChart.cursor.map { state.lossPlane.position(ofStep: $0) }, empty: emptyText,
      theme: theme
    ).render(in: rect, on: &buffer)
  }

  private var emptyText: String {
    state.chosenMetric.map { "This run has no \($0.name): M chooses another metric" }
      ?? "This run logs no loss: M chooses a metric"
  }

  private var differenceFromMark: String {
    guard let mark = state.lossChart.mark, let run = state.run, let key = state.shownKey(of: run),
      let line = run.series[key]?.main
    else { return "" }
    func value(at step: Int?) -> Double? {
      let place = step.map { line.firstPlace(atOrAfter: Double($0)) } ?? line.count - 1
      return (0..<line.count).contains(place) ? line[place].value : nil
    }
    guard let from = value(at: mark), let to = value(at: state.lossChart.cursor) else { return "" }
    return " Δ" + (to - from).signed(3)
  }
}
