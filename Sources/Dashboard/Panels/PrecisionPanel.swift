import Cells
import Events
import Widgets

/// AP of all, rare, common and frequent classes over the evaluations so far.
struct PrecisionPanel: Panel {
  let state: DashboardState
  let theme: Theme

  var title: String {
    state.isComparing
      ? "AP · \(state.task.name) · \(state.comparedPrecision.name)" : "AP · \(state.task.name)"
  }

  var detail: String { state.isComparing ? "f: all, r, c, f" : state.evaluationPhrase }

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    if state.isComparing { return renderCompared(in: rect, on: &buffer) }
    let rows = rect.rows([.fixed(rect.height >= 12 && state.evaluation != nil ? 4 : 0), .min(1)])
    PrecisionTable(state: state, theme: theme).render(in: rows[0].inset(bottom: 1), on: &buffer)
    LineChart(
      PrecisionLine.allCases.map(series), x: state.precisionPlane.axis, y: precisionAxis,
      references: references(of: .all), cursor: cursor,
      empty: "First evaluation \(state.run?.nextEvaluationPhrase ?? "…")",
      theme: theme
    ).render(in: rows[1], on: &buffer)
  }

  /// A line a run, below a table of what each has come to.
  private func renderCompared(in rect: Rect, on buffer: inout CellBuffer) {
    let runs = state.comparedRuns
    let tableHeight = rect.height >= 14 ? min(runs.count + 2, rect.height / 2) : 0
    let rows = rect.rows([.fixed(tableHeight), .min(1)])
    ComparedPrecisionTable(state: state, theme: theme).render(in: rows[0].inset(bottom: 1), on: &buffer)
    let series = runs.enumerated().map { index, run in
      self.series(run.name, state.comparedPrecision, of: run, mark: theme.run(index))
    }
    LineChart(
      series, x: state.precisionPlane.axis, y: precisionAxis,
      references: references(of: state.comparedPrecision), cursor: cursor,
      empty: "None of these runs has \(state.task.name) AP of \(state.comparedPrecision.name)", theme: theme
    ).render(in: rows[1], on: &buffer)
  }

  private var precisionAxis: Axis {
    Axis("AP", format: .averagePrecision, scale: state.precisionChart.isLogarithmic ? .logarithmic : .linear)
  }

  private var cursor: Double? {
    state.precisionChart.cursor.map { state.precisionPlane.position(ofStep: $0) }
  }

  private func series(_ line: PrecisionLine) -> Series {
    series(line.name, line, of: state.run, mark: theme.mark(of: line))
  }

  private func series(_ name: String, _ line: PrecisionLine, of run: RunHistory?, mark: Mark) -> Series {
    guard let run else { return Series(name, mark: mark, points: [], drawing: .marked) }
    let points = { (evaluations: [RunHistory.Evaluation]) in
      evaluations.compactMap { evaluation in
        evaluation.report.summary[line.key(of: state.task)].map {
          ChartPoint(state.precisionPlane.position(ofStep: evaluation.report.step, in: run), $0 / 100)
        }
      }
    }
    let ghosts = run.ghostEvaluations.isEmpty ? [] : [points(run.ghostEvaluations)]
    return Series(name, mark: mark, points: points(run.evaluations), ghosts: ghosts, drawing: .marked)
  }

  private func references(of line: PrecisionLine) -> [Reference] {
    state.comparableReferences.compactMap { result in
      result.summary[line.key(of: state.task)].map {
        Reference($0 / 100, label: "\(result.name) \($0.fixed(1))")
      }
    }
  }
}

/// What AP is averaged over.
enum PrecisionLine: CaseIterable {
  case all, rare, common, frequent

  var name: String { bin?.name ?? "all" }

  /// All, rare, common, frequent, all.
  var next: PrecisionLine {
    let all = Self.allCases
    return all[(all.firstIndex(of: self)! + 1) % all.count]
  }

  var bin: FrequencyBin? {
    switch self {
    case .all: nil
    case .rare: .rare
    case .common: .common
    case .frequent: .frequent
    }
  }

  func key(of task: EvaluationTask) -> MetricKey {
    bin.map { .averagePrecision(task, bin: $0) } ?? .averagePrecision(task)
  }
}

extension Theme {
  /// The mark of a line of AP.
  func mark(of line: PrecisionLine) -> Mark {
    line.bin.map(mark(of:)) ?? Mark("◆", title)
  }
}

/// The figures of the evaluation shown and their change, for boxes and masks.
struct PrecisionTable: Widget {
  let state: DashboardState
  let theme: Theme

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    guard let report = state.evaluation else { return }
    let tasks = EvaluationTask.allCases.reversed().filter { report.summary[.averagePrecision($0)] != nil }
    let columns =
      [Table.Column("", width: .fixed(4))]
      + Self.titles.map { .init($0, width: .ratio(1), .number(fraction: 1)) }
    Table(columns, count: tasks.count, theme: theme) { row in
      [Span(tasks[row].name, theme.title)] + Self.keys(of: tasks[row]).map { figure($0, in: report) }
    }.render(in: rect, on: &buffer)
  }

  fileprivate static let titles = PrecisionLine.allCases.map(\.name) + ["AP50", "AP75"]

  fileprivate static func keys(of task: EvaluationTask) -> [MetricKey] {
    PrecisionLine.allCases.map { $0.key(of: task) } + [50, 75].map { .averagePrecision(task, iou: $0) }
  }

  private func figure(_ key: MetricKey, in report: EvaluationReport) -> Span {
    guard let value = report.summary[key] else { return Span("–", theme.faint) }
    return Span(value.fixed(1), theme.text)
  }
}

/// The last figures of every run compared.
struct ComparedPrecisionTable: Widget {
  let state: DashboardState
  let theme: Theme

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    let runs = state.comparedRuns
    let columns =
      [Table.Column("run", width: .min(14))]
      + PrecisionTable.titles.map { .init($0, width: .fixed(8), .number(fraction: 1)) }
    Table(columns, count: runs.count, theme: theme) { row in
      let summary = runs[row].evaluations.last?.report.summary ?? [:]
      return [Span("\(theme.run(row).sign) \(runs[row].name)", theme.run(row).style)]
        + PrecisionTable.keys(of: state.task).map { key in
          summary[key].map { Span($0.fixed(1), theme.text) } ?? Span("–", theme.faint)
        }
    }.render(in: rect, on: &buffer)
  }
}
