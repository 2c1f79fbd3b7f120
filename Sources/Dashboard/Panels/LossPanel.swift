import Cells
import Events
import Widgets

/// All parts of the loss over training, smoothed, with the raw total behind them.
struct LossPanel: Panel {
  let state: DashboardState
  let theme: Theme

  let title = "Loss"

  var detail: String {
    let chart = state.chart
    let smoothing = chart.smoothing == 0 ? "raw" : "ema \(chart.smoothing)"
    let mark = chart.mark.map { " · from \($0)\(differenceFromMark)" } ?? ""
    let follows = chart.window.map { $0.end == nil ? " · last \(Int($0.length))" : " · zoomed" } ?? ""
    return smoothing + (chart.isLogarithmic ? " · log y" : "") + follows + mark
  }

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    let run = state.run
    let keys = run?.lossKeys ?? []
    guard let run, !keys.isEmpty else {
      return StartUpView(state: state, theme: theme).render(in: rect, on: &buffer)
    }
    let reduction = self.reduction(columns: rect.width * 2)
    let series = keys.enumerated().map { index, key in
      self.series(key, run.series[key] ?? MetricSeries(), mark: theme.series(index), reduction)
    }
    LineChart(
      series, x: state.trainingAxis, y: Axis(scale: state.chart.isLogarithmic ? .logarithmic : .linear),
      seams: run.seams.map { state.position(ofStep: $0) },
      cursor: state.chart.cursor.map { state.position(ofStep: $0) }, empty: "", theme: theme
    ).render(in: rect, on: &buffer)
  }

  private func reduction(columns: Int) -> CurveReduction {
    CurveReduction(
      steps: state.chart.visible(state.steps), columns: columns, smoothing: state.chart.smoothing,
      cursor: state.chart.cursor, isLogarithmic: state.chart.isLogarithmicX)
  }

  /// The total brings its raw values and their envelope; parts only what is not finite, or nothing could be told apart.
  private func series(
    _ key: MetricKey, _ samples: MetricSeries, mark: Mark, _ reduction: CurveReduction
  ) -> Series {
    let curve = reduction.curve(of: samples.main) { state.position(of: $0) }
    guard key == .loss else {
      let holes = curve.raw.filter { !$0.y.isFinite }
      let points = (curve.smoothed + holes).sorted { $0.x < $1.x }
      return Series(key.name, mark: mark, points: points)
    }
    let isSmoothed = state.chart.smoothing > 0
    return Series(
      key.name, mark: mark, points: isSmoothed ? curve.smoothed : curve.raw, raw: isSmoothed ? curve.raw : [],
      envelope: state.chart.showsEnvelope ? curve.envelope : [])
  }

  private var differenceFromMark: String {
    guard let mark = state.chart.mark, let line = state.run?.series[.loss]?.main else { return "" }
    func value(at step: Int?) -> Double? {
      let place = step.map { line.firstPlace(atOrAfter: Double($0)) } ?? line.count - 1
      return (0..<line.count).contains(place) ? line[place].value : nil
    }
    guard let from = value(at: mark), let to = value(at: state.chart.cursor) else { return "" }
    return " Δ" + (to - from).signed(3)
  }
}

extension DashboardState {
  /// The x axis of everything over training.
  var trainingAxis: Axis {
    let scale: Axis.Scale = chart.isLogarithmicX ? .logarithmic : .linear
    let shown = chart.visible(steps)
    let range = position(ofStep: Int(shown.lowerBound))...position(ofStep: Int(shown.upperBound))
    switch chart.axis {
    case .step: return Axis("step", format: .count, scale: scale, range: range)
    case .epoch: return Axis("epoch", format: .number, scale: scale, range: range)
    case .time: return Axis("time", format: .duration, scale: scale, range: range)
    }
  }

  /// Where a sample lies on it.
  func position(of sample: MetricSample) -> Double {
    switch chart.axis {
    case .step: Double(sample.step)
    case .epoch: epoch(ofStep: sample.step)
    case .time: sample.time - (run?.firstTime ?? sample.time)
    }
  }

  /// Where a step lies on it.
  func position(ofStep step: Int) -> Double {
    switch chart.axis {
    case .step: return Double(step)
    case .epoch: return epoch(ofStep: step)
    case .time:
      guard let line = run?.series[.loss]?.main, !line.isEmpty else { return 0 }
      return position(of: line[min(line.firstPlace(atOrAfter: Double(step)), line.count - 1)])
    }
  }

  private func epoch(ofStep step: Int) -> Double {
    Double(step) / Double(max(run?.description?.stepsPerEpoch ?? 1, 1))
  }
}
