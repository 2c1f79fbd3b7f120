import Cells
import Events
import Widgets

/// The margin demanded of each class, by rank of frequency, against what it attains.
struct MarginPanel: Panel {
  let state: DashboardState
  let theme: Theme

  let title = "Margin"
  var detail: String { isForeign ? "δ by rank" : "δ and attained by rank" }
  /// Whether only the demands can be known: another trainer does not measure what is attained.
  private var isForeign: Bool { state.run?.source != nil }

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    let ranked = ClassSpread.rank.places(of: state.classRows).map(\.row)
    let margins = state.attainedMargins
    guard !ranked.isEmpty, isForeign || !margins.isEmpty else {
      let text =
        isForeign
        ? "Margins are known of LVIS v1: this run's log names none of its classes or bins"
        : "Margins follow once training regions have been scored"
      return Notice(text, theme.faint).render(in: rect, on: &buffer)
    }
    let below = [margins.isEmpty ? demands(ranked) : shortfalls(ranked)] + (ratio.map { [$0] } ?? [])
    let shown = below.prefix(max(rect.height - 8, 0))
    let rows = rect.rows([.min(1), .fixed(shown.count)])
    LineChart(series(ranked), x: axis, y: Axis("2f"), empty: "", theme: theme)
      .render(in: rows[0], on: &buffer)
    Lines(Array(shown)).render(in: rows[1], on: &buffer)
  }

  private var axis: Axis {
    let places = ClassSpread.rank.places(of: state.classRows)
    return Axis(
      "rank", format: .count, scale: state.marginChart.isLogarithmicX ? .logarithmic : .linear,
      range: ClassSpread.rank.visible(places, state.marginChart))
  }

  /// Demands alone are marked by bin; beside what is attained they are a line.
  private func series(_ ranked: [ClassRow]) -> [Series] {
    let places = ranked.enumerated()
    if state.attainedMargins.isEmpty {
      return FrequencyBin.allCases.map { bin in
        let points = places.compactMap { rank, row in
          row.facts.bin == bin ? ChartPoint(Double(rank + 1), row.facts.demandedMargin) : nil
        }
        return Series("δ \(bin.name)", mark: theme.mark(of: bin), points: points, drawing: .scattered)
      }
    }
    let demanded = places.map { ChartPoint(Double($0 + 1), $1.facts.demandedMargin) }
    let attained = FrequencyBin.allCases.map { bin in
      let points = places.compactMap { rank, row in
        row.facts.bin == bin ? row.attained.map { ChartPoint(Double(rank + 1), $0.mean) } : nil
      }
      return Series(bin.name, mark: theme.mark(of: bin), points: points, drawing: .scattered)
    }
    return [Series("demanded", mark: Mark("─", theme.title), points: demanded)] + attained
  }

  /// "ρ 5.21 counted, 6.33 in δ": background regions for each foreground one, as trained on and as the demands take it.
  private var ratio: [Span]? {
    guard let counted = state.backgroundToForeground else { return nil }
    let configured = state.run?.description?.backgroundToForeground.map { ", \($0.fixed(2)) in δ" } ?? ""
    return [Span("ρ", theme.faint), Span(" \(counted.fixed(2)) counted\(configured)", theme.text)]
  }

  /// "median δ  ● 3.20": what is demanded where nobody says what is attained.
  private func demands(_ rows: [ClassRow]) -> [Span] {
    FrequencyBin.allCases.reduce(into: [Span("median δ", theme.faint)]) { spans, bin in
      let median = rows.filter { $0.facts.bin == bin }.map(\.facts.demandedMargin).median
      spans += [Span("  "), Span(theme.mark(of: bin)), Span(" \(median?.fixed(2) ?? "–")", theme.text)]
    }
  }

  /// "short of δ  ● 12/24 by 0.81": how many classes of each bin, and by how much at the median.
  private func shortfalls(_ rows: [ClassRow]) -> [Span] {
    FrequencyBin.allCases.reduce(into: [Span("short of δ", theme.faint)]) { spans, bin in
      let gaps = rows.compactMap { row in
        row.facts.bin == bin ? row.attained.map { row.facts.demandedMargin - $0.mean } : nil
      }
      let short = gaps.filter { $0 > 0 }
      let amount = short.median.map { " by \($0.fixed(2))" } ?? ""
      spans += [
        Span("  "), Span(theme.mark(of: bin)), Span(" \(short.count)/\(gaps.count)\(amount)", theme.text),
      ]
    }
  }
}
