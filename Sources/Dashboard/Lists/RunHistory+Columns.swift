import Events
import Widgets

extension RunHistory: ListRow {
  static let columns: [ListColumn<RunHistory>] = [
    ListColumn("sign", .init("", width: .fixed(1))) { run, state, theme in run.sign(state, theme) },
    ListColumn("name", .init("run", width: .min(8), .name), sortKey: { .text(NaturalOrder($0.name)) }) {
      run, _, theme in Span(run.name, theme.text)
    },
    ListColumn(
      "heard", .init("heard of", width: .fixed(19)), from: 62, sortKey: { $0.lastTime.map(SortKey.number) }
    ) { run, state, theme in theme.badge(of: run.condition(at: state.now), state) },
    ListColumn(
      "step", .init("step", width: .fixed(6), .number(fraction: 0)), sortKey: { .number(Double($0.step)) }
    ) { run, _, theme in Span(run.stepText, theme.text) },
    ListColumn(
      "loss", { .init($0.chosenMetric?.name ?? "loss", width: .fixed(7), .number(fraction: 0)) },
      sortKey: { $0.leadingLine?.last.map { .number($0.value) } }
    ) { run, state, theme in
      state.shownKey(of: run).flatMap { run.series[$0]?.main.last }.map { Span($0.value.compact, theme.text) }
        ?? .none(theme)
    },
    ListColumn(
      "AP", .init("AP", width: .fixed(5), .number(fraction: 1)),
      sortKey: { $0.lastPrecision(.all).map(SortKey.number) }
    ) { run, _, theme in .number(run.lastPrecision(.all), 1, theme) },
    ListColumn("r", .init("r", width: .fixed(5), .number(fraction: 1)), from: 86) { run, _, theme in
      .number(run.lastPrecision(.rare), 1, theme)
    },
    ListColumn("c", .init("c", width: .fixed(5), .number(fraction: 1)), from: 86) { run, _, theme in
      .number(run.lastPrecision(.common), 1, theme)
    },
    ListColumn("f", .init("f", width: .fixed(5), .number(fraction: 1)), from: 86) { run, _, theme in
      .number(run.lastPrecision(.frequent), 1, theme)
    },
    ListColumn("pace", .init("s/it", width: .fixed(7), .number(fraction: 2)), from: 100) { run, _, theme in
      .number(run.pace.secondsPerStep, 2, theme)
    },
    ListColumn("format", .init("written by", width: .fixed(12)), from: 112) { run, _, theme in
      Span(run.source?.format ?? "tailboard", theme.faint)
    },
  ]
}

extension RunHistory {
  /// The mark of its curves while runs are compared, else whether it is alive.
  fileprivate func sign(_ state: DashboardState, _ theme: Theme) -> Span {
    if let place = state.comparedPlace(of: self) { return Span(theme.run(place)) }
    let badge = theme.badge(of: condition(at: state.now), state)
    return Span(String(badge.text.prefix(1)), badge.style)
  }

  /// Its step in few columns.
  var stepText: String {
    stepAxis.scale > 1 ? stepAxis.text(of: step) : Double(step).count
  }

  /// AP of the last evaluation, 0–100.
  func lastPrecision(_ line: PrecisionLine) -> Double? {
    evaluations.last.flatMap { $0.report.summary[line.key(of: $0.report.task)] }
  }
}
