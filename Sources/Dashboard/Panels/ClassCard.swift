import Cells
import Events
import Widgets

/// The chosen class: every figure with what it means, and its AP over the evaluations.
struct ClassCard: Panel {
  let state: DashboardState
  let theme: Theme

  private var row: ClassRow? {
    guard let selected = state.classes.selected else { return nil }
    return state.classRows[selected]
  }

  var title: String { row?.facts.name ?? "Class" }
  var detail: String {
    row.map { $0.facts.isCounted ? "\($0.facts.bin.name) · \($0.facts.imageCount) images" : "" } ?? ""
  }

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    guard let row else { return Notice("No class is chosen", theme.faint).render(in: rect, on: &buffer) }
    let facts = facts(of: row)
    let rows = rect.rows([.fixed(facts.count), .min(0)])
    let parts = rows[0].columns([.fixed(48), .min(1)], gap: 2)
    Lines(facts).render(in: parts[0], on: &buffer)
    drawCourse(of: row, in: parts[1], on: &buffer)
    Lines(errors(of: row)).render(in: rows[1], on: &buffer)
  }

  /// What goes wrong, in words that need the whole width.
  private func errors(of row: ClassRow) -> [[Span]] {
    guard let result = row.result else { return [] }
    let words = ClassWords(result: result, classes: state.classRows.map(\.facts.name))
    return [("errors", words.costs), ("lost", words.losses), ("confusion", words.takings)].compactMap {
      name, text in text.map { fact(name, $0) }
    }
  }

  private func facts(of row: ClassRow) -> [[Span]] {
    let attained = row.attained.map {
      "\($0.mean.fixed(2)), 5% below \($0.fifthPercentile.fixed(2)), \($0.positives) regions"
    }
    let verdict = row.marginToSpare
    return [
      fact("trained on", frequency(of: row.facts)),
      fact(
        "demanded δ",
        row.facts.isCounted
          ? "\(row.facts.demandedMargin.fixed(2)), ranking weight \(row.facts.rankingWeight.fixed(3))" : "–"),
      fact("attained", attained ?? "not measured yet"),
      fact(
        "margin", verdict.map { $0 < 0 ? "short by \((-$0).fixed(2))" : "\($0.fixed(2)) to spare" } ?? "–"),
      fact(
        "ranking R",
        "\(Span.number(row.result?[.rankingError(.box)], 3, theme).text), allows box AP50 \(row.bandSpan(theme).text)"
      ),
      fact("AP", "\(Span.number(row.averagePrecision, 1, theme).text), change \(row.changeSpan(theme).text)"),
      fact(
        "detections", row.result?[.detections].map { $0 == 0 ? "never predicted" : $0.fixed(0) } ?? "–"),
    ]
  }

  /// How often a class is trained on, as far as that is known.
  private func frequency(of facts: ClassDescription) -> String {
    guard facts.isCounted else {
      return facts.instanceCount < 0 ? "the log does not say" : "\(facts.instanceCount) instances"
    }
    return "\(facts.imageCount) images, \(facts.instanceCount) instances"
  }

  private func fact(_ name: String, _ value: String) -> [Span] {
    [Span(name.padded(to: 12), theme.faint), Span(value, theme.text)]
  }

  private func drawCourse(of row: ClassRow, in rect: Rect, on buffer: inout CellBuffer) {
    let values = (state.run?.evaluations ?? []).map { evaluation in
      row.index < evaluation.report.classes.count
        ? evaluation.report.classes[row.index][.averagePrecision(state.task)] ?? .nan : .nan
    }
    guard values.count > 1, rect.width > 4 else { return }
    let parts = rect.rows([.fixed(1), .min(1)])
    buffer.write("AP over evaluations", at: parts[0].origin, theme.faint, in: parts[0])
    let style = theme.mark(of: row.facts.bin).style
    Sparkline(values, range: 0...max(values.filter(\.isFinite).max() ?? 1, 1), style: style)
      .render(
        in: Rect(
          left: parts[1].left, top: parts[1].top, width: min(values.count, rect.width),
          height: parts[1].height), on: &buffer)
  }
}
