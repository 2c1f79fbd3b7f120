import Cells
import Events
import Widgets

/// Every class as a point: how many training images it has, and what AP; the median of each bin as a line.
struct BinsPanel: Panel {
  let state: DashboardState
  let theme: Theme

  var title: String { "Bins · \(state.task.name)" }
  var detail: String { state.evaluation == nil ? "" : "bin medians" }

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    let classes = state.classRows.filter { $0.averagePrecision != nil }
    let series = FrequencyBin.allCases.flatMap { bin in
      self.series(of: bin, classes.filter { $0.facts.bin == bin && $0.facts.isCounted })
    }
    LineChart(
      series, x: axis,
      y: Axis("AP", format: .averagePrecision, range: 0...ceiling(of: classes)),
      empty: "AP of every class \(state.run?.nextEvaluationPhrase ?? "…")", theme: theme
    ).render(in: rect, on: &buffer)
  }

  private var axis: Axis {
    let places = ClassSpread.images.places(of: state.classRows)
    return Axis(
      "images", format: .count, scale: state.binsChart.isLogarithmicX ? .logarithmic : .linear,
      range: ClassSpread.images.visible(places, state.binsChart))
  }

  /// The next fifth above the best class.
  private func ceiling(of classes: [ClassRow]) -> Double {
    let best = classes.compactMap(\.averagePrecision).max() ?? 100
    return min(max((best / 20).rounded(.up) * 0.2, 0.2), 1)
  }

  private func series(of bin: FrequencyBin, _ classes: [ClassRow]) -> [Series] {
    let mark = theme.mark(of: bin)
    let points = classes.map {
      ChartPoint(Double(max($0.facts.imageCount, 1)), ($0.averagePrecision ?? 0) / 100)
    }
    guard let median = points.map(\.y).median, let first = points.map(\.x).min(),
      let last = points.map(\.x).max()
    else { return [] }
    let line = [ChartPoint(first, median), ChartPoint(last, median)]
    return [
      Series("\(bin.name) \(classes.count)", mark: mark, points: points, drawing: .scattered),
      Series("median", mark: Mark("─", mark.style), points: line),
    ]
  }
}

extension [Double] {
  /// The middle value, nil where there is none.
  var median: Double? {
    guard !isEmpty else { return nil }
    let sorted = self.sorted()
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
  }
}
