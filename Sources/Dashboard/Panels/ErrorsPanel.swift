import Cells
import Events
import Widgets

/// What goes wrong, by bin, in words and as bars: what mending each kind of error would add to AP, and where lost objects go;
/// below the chosen class's, and the course of it all.
struct ErrorsPanel: Panel {
  let state: DashboardState
  let theme: Theme

  /// What errors are found on: boxes, whatever AP is shown of.
  private let task = EvaluationTask.box

  var title: String { "Errors · \(task.name)" }
  var detail: String { state.evaluationPhrase }

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    guard let report = state.evaluation else {
      let text = "What goes wrong, and what it costs \(state.run?.nextEvaluationPhrase ?? "…")"
      return Notice(text, theme.faint).render(in: rect, on: &buffer)
    }
    guard ErrorKind.allCases.contains(where: { report.summary[.gain($0, task)] != nil }) else {
      let text = "This run does not say what goes wrong: tailboard eval --errors does, of its results file"
      return Notice(text, theme.faint).render(in: rect, on: &buffer)
    }
    let verdicts = BinVerdict.all(report, task).map { $0.spans(theme) }
    let words = chosenClass
    let rows = rect.rows([
      .fixed(verdicts.count), .fixed(ErrorKind.allCases.count + 1), .fixed(words.count), .min(0),
    ])
    Lines(verdicts).render(in: rows[0], on: &buffer)
    drawBars(report, in: rows[1], on: &buffer)
    Lines(words).render(in: rows[2], on: &buffer)
    if rows[3].height >= 7 { drawCourse(in: rows[3].inset(top: 1), on: &buffer) }
  }

  /// The chosen class in words; none where it has none.
  private var chosenClass: [[Span]] {
    guard let selected = state.classes.selected, state.classRows.indices.contains(selected),
      let result = state.classRows[selected].result
    else { return [] }
    let row = state.classRows[selected]
    let words = ClassWords(result: result, classes: state.classRows.map(\.facts.name))
    let sentences = [words.losses, words.takings, words.costs].compactMap(\.self)
    guard !sentences.isEmpty else { return [] }
    let heading = [Span(theme.mark(of: row.facts.bin)), Span(" \(row.facts.name): ", theme.title)]
    return [heading + [Span(sentences[0], theme.text)]]
      + sentences.dropFirst().map { [Span("  \($0)", theme.text)] }
  }

  // MARK: - Bars

  private func drawBars(_ report: EvaluationReport, in rect: Rect, on buffer: inout CellBuffer) {
    let columns = rect.columns([.fixed(15)] + FrequencyBin.allCases.map { _ in .ratio(1) }, gap: 2)
    buffer.write("mending adds", at: rect.origin, theme.faint, in: columns[0])
    let kinds = costliest(rect.height - 1, report)
    for (index, kind) in kinds.enumerated() {
      buffer.write(kind.phrase, at: columns[0].row(index + 1).origin, theme.text, in: columns[0])
    }
    let most = scale
    for (bin, column) in zip(FrequencyBin.allCases, columns.dropFirst()) {
      let precision = report.summary[.averagePrecision(task, bin: bin)].map { " AP \($0.fixed(1))" } ?? ""
      let heading = column.width >= bin.name.columns + precision.columns + 2 ? precision : ""
      buffer.write(
        [Span(theme.mark(of: bin)), Span(" \(bin.name)", theme.title), Span(heading, theme.faint)],
        at: column.origin, in: column)
      for (index, kind) in kinds.enumerated() {
        draw(
          report.summary[.gain(kind, task, bin: bin)], of: most, bin, in: column.row(index + 1), on: &buffer)
      }
    }
  }

  /// As many kinds as there is room for, those that cost any bin most, in their own order.
  private func costliest(_ count: Int, _ report: EvaluationReport) -> [ErrorKind] {
    func cost(_ kind: ErrorKind) -> Double {
      FrequencyBin.allCases.compactMap { report.summary[.gain(kind, task, bin: $0)] }.max() ?? 0
    }
    let kept = ErrorKind.allCases.sorted { cost($0) > cost($1) }.prefix(max(count, 0))
    return ErrorKind.allCases.filter(kept.contains)
  }

  private func draw(
    _ gain: Double?, of most: Double, _ bin: FrequencyBin, in row: Rect, on buffer: inout CellBuffer
  ) {
    let parts = row.columns([.min(1), .fixed(5)], gap: 1)
    Gauge(fraction: gain.map { $0 / most }, style: theme.mark(of: bin).style, track: theme.faint)
      .render(in: parts[0], on: &buffer)
    let text = gain?.fixed(1) ?? "–"
    buffer.write(
      String(repeating: " ", count: max(5 - text.columns, 0)) + text, at: parts[1].origin, theme.text,
      in: parts[1])
  }

  /// One scale for all bins, kinds and evaluations, so that bars compare while time is scrubbed.
  private var scale: Double {
    let gains = (state.run?.evaluations ?? []).flatMap { evaluation in
      FrequencyBin.allCases.flatMap { bin in
        ErrorKind.allCases.compactMap { evaluation.report.summary[.gain($0, task, bin: bin)] }
      }
    }
    return max(gains.max() ?? 1, 1)
  }

  // MARK: - Course

  /// What each kind costs the bin that is compared, over the evaluations.
  private func drawCourse(in rect: Rect, on buffer: inout CellBuffer) {
    let line = state.comparedPrecision
    let series = ErrorKind.allCases.enumerated().map { index, kind in
      let points = (state.run?.evaluations ?? []).compactMap { evaluation in
        evaluation.report.summary[.gain(kind, task, bin: line.bin)].map { gain in
          ChartPoint(
            state.run.map { state.precisionPlane.position(ofStep: evaluation.report.step, in: $0) } ?? 0,
            gain / 100)
        }
      }
      return Series(kind.phrase, mark: theme.series(index), points: points, drawing: .marked)
    }
    LineChart(
      series, x: state.precisionPlane.axis, y: Axis("ΔAP50 \(line.name)", format: .averagePrecision),
      cursor: state.precisionChart.cursor.map { state.precisionPlane.position(ofStep: $0) }, empty: "",
      theme: theme
    ).render(in: rect, on: &buffer)
  }
}
