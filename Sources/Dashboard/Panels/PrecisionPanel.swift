import Cells
import Events
import Widgets

/// AP of all, rare, common and frequent classes over the evaluations so far.
struct PrecisionPanel: Panel {
  let state: DashboardState
  let theme: Theme

  var title: String { "AP · \(state.task.name)" }
  var detail: String { state.evaluationPhrase }

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    let rows = rect.rows([.fixed(rect.height >= 12 && state.evaluation != nil ? 4 : 0), .min(1)])
    PrecisionTable(state: state, theme: theme).render(in: rows[0].inset(bottom: 1), on: &buffer)
    LineChart(
      PrecisionLine.allCases.map(series), x: axis, y: Axis("AP", format: .averagePrecision),
      references: references, empty: "First evaluation \(state.run?.nextEvaluationPhrase ?? "…")",
      theme: theme
    ).render(in: rows[1], on: &buffer)
  }

  private func series(_ line: PrecisionLine) -> Series {
    let points = (state.run?.evaluations ?? []).compactMap { evaluation in
      evaluation.report.summary[line.key(of: state.task)].map {
        ChartPoint(state.position(ofStep: evaluation.report.step), $0 / 100)
      }
    }
    return Series(line.name, mark: theme.mark(of: line), points: points, drawing: .marked)
  }

  /// All of the run, whatever part of the loss is looked at: evaluations are few.
  private var axis: Axis {
    var axis = state.trainingAxis
    axis.range = state.position(ofStep: 0)...max(state.position(ofStep: state.run?.step ?? 1), 1e-9)
    return axis
  }

  private var references: [Reference] {
    state.references.compactMap { result in
      result.summary[.averagePrecision(state.task)].map {
        Reference($0 / 100, label: "\(result.name) \($0.fixed(1))")
      }
    }
  }
}

/// What AP is averaged over.
enum PrecisionLine: CaseIterable {
  case all, rare, common, frequent

  var name: String { bin?.name ?? "all" }

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
      [Span(tasks[row].name, theme.title)] + keys(of: tasks[row]).map { figure($0, in: report) }
    }.render(in: rect, on: &buffer)
  }

  private static let titles = PrecisionLine.allCases.map(\.name) + ["AP50", "AP75"]

  private func keys(of task: EvaluationTask) -> [MetricKey] {
    PrecisionLine.allCases.map { $0.key(of: task) } + [50, 75].map { .averagePrecision(task, iou: $0) }
  }

  private func figure(_ key: MetricKey, in report: EvaluationReport) -> Span {
    guard let value = report.summary[key] else { return Span("–", theme.faint) }
    return Span(value.fixed(1), theme.text)
  }
}
