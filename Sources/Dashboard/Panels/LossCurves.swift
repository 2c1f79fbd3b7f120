import Cells
import Events
import Widgets

/// The curves of the loss pane: every part of one run's loss, or one metric of every run compared.
struct LossCurves {
  let state: DashboardState
  let theme: Theme
  /// Points to draw each curve in.
  let columns: Int

  /// Branches that were given up are drawn of the latest resumes only: more would hide the run.
  private static let ghostCount = 8

  private var plane: TrainingPlane { state.lossPlane }

  var series: [Series] { state.isComparing ? comparedSeries : partsOfTheLoss }

  /// Where the runs drawn were resumed.
  var seams: [Double] {
    state.comparedRuns.flatMap { run -> [Double] in
      let ghosts = (state.shownKey(of: run).flatMap { run.series[$0] }?.ghosts ?? []).suffix(Self.ghostCount)
      let steps = Set(run.seams + ghosts.compactMap { $0.first?.step })
      return steps.sorted().map { plane.position(ofStep: $0, in: run) }
    }
  }

  private var partsOfTheLoss: [Series] {
    guard let run = state.run else { return [] }
    let keys = state.shownKeys(of: run)
    return keys.enumerated().map { index, key in
      // The total brings its raw values and their envelope; of its parts nothing could be told apart then.
      let look: Look = key == keys.first && (key == .loss || keys.count == 1) ? .withRawValues : .plain
      return self.series(key.name, key, of: run, mark: theme.series(index), look)
    }
  }

  private var comparedSeries: [Series] {
    state.comparedRuns.enumerated().compactMap { index, run in
      state.shownKey(of: run).map { series(run.name, $0, of: run, mark: theme.run(index), .plain) }
    }
  }

  private enum Look { case withRawValues, plain }

  private func series(_ name: String, _ key: MetricKey, of run: RunHistory, mark: Mark, _ look: Look)
    -> Series
  {
    let samples = run.series[key] ?? MetricSeries()
    let curve = curve(of: samples.main, run)
    let ghosts = samples.ghosts.suffix(Self.ghostCount).map { self.curve(of: $0, run).smoothed }
    let isSmoothed = state.lossChart.smoothing > 0
    switch look {
    case .withRawValues:
      return Series(
        name, mark: mark, points: isSmoothed ? curve.smoothed : curve.raw, raw: isSmoothed ? curve.raw : [],
        envelope: state.lossChart.showsEnvelope ? curve.envelope : [], ghosts: ghosts)
    case .plain:
      let holes = curve.raw.filter { !$0.y.isFinite }
      let points = holes.isEmpty ? curve.smoothed : (curve.smoothed + holes).sorted { $0.x < $1.x }
      return Series(name, mark: mark, points: points, ghosts: ghosts)
    }
  }

  private func curve(of line: MetricLine, _ run: RunHistory) -> CurveReduction.Curve {
    CurveReduction(
      steps: state.lossChart.visible(state.steps), columns: columns, smoothing: state.lossChart.smoothing,
      cursor: state.lossChart.cursor, isLogarithmic: state.lossChart.isLogarithmicX
    ).curve(of: line) { plane.position(of: $0, in: run) }
  }
}

extension Theme {
  /// The mark of the n-th run compared: signs and colours go round at different paces, so that twice as many differ.
  func run(_ index: Int) -> Mark {
    Mark(series(index).sign, series(index + index / max(series.count, 1)).style)
  }
}
