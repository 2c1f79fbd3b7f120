import Cells
import Events
import Widgets

/// Every run in a row: is it alive, how far, its last loss and AP; those compared carry the mark of their curves.
struct RunsPanel: Panel {
  let state: DashboardState
  let theme: Theme

  var title: String { "Runs · \(state.runs.count)" }

  var detail: String {
    let list = state.runList
    let live = state.runs.lazy.filter { $0.condition(at: state.now).isLive }.count
    var parts = live > 0 ? ["\(live) live"] : []
    if !list.pinned.isEmpty { parts.append("\(list.pinned.count) compared") }
    if !list.search.isEmpty { parts.append("/\(list.search)") }
    return parts.joined(separator: " · ")
  }

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    let order = state.runList.order
    let shown = RunColumn.all(loss: lossTitle).filter { $0.least <= rect.width }
    let sort = shown.firstIndex { $0.sortsBy == state.runList.column }.map {
      Table.Sort(column: $0, ascending: !state.runList.isDescending)
    }
    let nameWidth = rect.width - shown.reduce(0) { $0 + $1.fixedWidth } - 1
    Table(
      shown.map(\.header), count: order.count, selected: order.firstIndex(of: state.focusedIndex), sort: sort,
      isFocused: state.pane == .runs, empty: "No run has “\(state.runList.search)” in its name", theme: theme
    ) { place in
      let cell = RunCell(run: state.runs[order[place]], state: state, theme: theme, nameWidth: nameWidth)
      return shown.map { cell.span($0.figure) }
    }.render(in: rect, on: &buffer)
  }

  private var lossTitle: String { state.chosenMetric?.name ?? "loss" }
}

/// A column of the list of runs.
struct RunColumn {
  enum Figure { case name, sign, condition, step, loss, all, rare, common, frequent, pace, format }

  let figure: Figure
  /// The narrowest list that shows it.
  let least: Int
  let header: Table.Column
  var sortsBy: RunList.Column?

  /// What it takes of the list's width, the gap before it included; 0 of a name, which takes the rest.
  var fixedWidth: Int { if case .fixed(let width) = header.width { width + 1 } else { 0 } }

  static func all(loss: String) -> [RunColumn] {
    [
      RunColumn(figure: .sign, least: 0, header: .init("", width: .fixed(1))),
      RunColumn(figure: .name, least: 0, header: .init("run", width: .min(8)), sortsBy: .name),
      RunColumn(figure: .condition, least: 62, header: .init("heard of", width: .fixed(19)), sortsBy: .heard),
      RunColumn(
        figure: .step, least: 0, header: .init("step", width: .fixed(6), .number(fraction: 0)), sortsBy: .step
      ),
      RunColumn(
        figure: .loss, least: 0, header: .init(loss, width: .fixed(7), .number(fraction: 0)), sortsBy: .loss),
      RunColumn(
        figure: .all, least: 0, header: .init("AP", width: .fixed(5), .number(fraction: 1)),
        sortsBy: .averagePrecision),
      RunColumn(figure: .rare, least: 86, header: .init("r", width: .fixed(5), .number(fraction: 1))),
      RunColumn(figure: .common, least: 86, header: .init("c", width: .fixed(5), .number(fraction: 1))),
      RunColumn(figure: .frequent, least: 86, header: .init("f", width: .fixed(5), .number(fraction: 1))),
      RunColumn(figure: .pace, least: 100, header: .init("s/it", width: .fixed(7), .number(fraction: 2))),
      RunColumn(figure: .format, least: 112, header: .init("written by", width: .fixed(12))),
    ]
  }
}

/// How the figures of one run are written.
struct RunCell {
  let run: RunHistory
  let state: DashboardState
  let theme: Theme
  /// Room for the name: what tells runs apart stands at the end of their paths.
  let nameWidth: Int

  func span(_ figure: RunColumn.Figure) -> Span {
    switch figure {
    case .name: Span(run.name.endFitted(to: nameWidth), theme.text)
    case .sign: sign
    case .condition: theme.badge(of: run.condition(at: state.now), state)
    case .step: Span(step, theme.text)
    case .loss: number(state.shownKey(of: run).flatMap { run.series[$0]?.main.last?.value }?.compact)
    case .all: number(precision(.all))
    case .rare: number(precision(.rare))
    case .common: number(precision(.common))
    case .frequent: number(precision(.frequent))
    case .pace: number(run.pace.secondsPerStep?.fixed(2))
    case .format: Span(run.source?.format ?? "tailboard", theme.faint)
    }
  }

  private var step: String {
    run.stepAxis.scale > 1 ? run.stepAxis.text(of: run.step) : Double(run.step).count
  }

  /// The mark of its curves while runs are compared, else whether it is alive.
  private var sign: Span {
    if let place = state.comparedPlace(of: run) { return Span(theme.run(place)) }
    let badge = theme.badge(of: run.condition(at: state.now), state)
    return Span(String(badge.text.prefix(1)), badge.style)
  }

  private func precision(_ line: PrecisionLine) -> String? {
    run.evaluations.last.flatMap { $0.report.summary[line.key(of: $0.report.task)] }?.fixed(1)
  }

  private func number(_ text: String?) -> Span {
    text.map { Span($0, theme.text) } ?? Span("–", theme.faint)
  }
}

extension RunCondition {
  /// Whether somebody is at work.
  var isLive: Bool {
    switch self {
    case .live: true
    case .stated(let state): ![.finished, .stopped, .failed].contains(state)
    case .suspended: true
    case .quiet, .vanished, .died: false
    }
  }
}

extension Theme {
  /// The sign and words of what a run is known to be doing.
  func badge(of condition: RunCondition, _ state: DashboardState) -> Span {
    switch condition {
    case .stated(let stated): badge(of: stated)
    case .suspended: Span("║ suspended (SIGCONT goes on)", warning.style)
    case .died(let time): Span("\(error.sign) died \(state.clock.minutes(time))", error.style)
    case .live: Span("▶ live", good.style)
    case .quiet(let since): Span("○ since \(state.clock.moment(since, now: state.now))", faint)
    case .vanished: Span("✗ files gone", warning.style)
    }
  }
}

extension String {
  /// The text with its beginning cut where it is too long: `…/vitb/artaxor_10shot`.
  fileprivate func endFitted(to columns: Int) -> String {
    count > columns && columns > 1 ? "…" + suffix(columns - 1) : self
  }
}
