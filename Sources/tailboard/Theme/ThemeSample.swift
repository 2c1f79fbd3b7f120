import Cells
import Foundation
import Widgets

/// Every role of a theme, as the screen uses it.
struct ThemeSample: Widget {
  static let height = 18

  let theme: Theme

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    let rows = rect.rows([.fixed(Self.height - 5), .fixed(5)])
    let columns = rows[0].columns([.ratio(3), .ratio(2)], gap: 1)
    Box("\(theme.name): curves", detail: "faint", isFocused: true, theme: theme, content: chart).render(
      in: columns[0], on: &buffer)
    Box("Roles", theme: theme, content: Lines(roles)).render(in: columns[1], on: &buffer)
    Box("Table", theme: theme, content: table).render(in: rows[1], on: &buffer)
    theme.lay(under: &buffer)
  }

  /// Curves that cross and end apart.
  private var chart: LineChart {
    let series = theme.series.indices.map { index in
      Series(
        "series \(index + 1)", mark: theme.series(index),
        points: (0...60).map { step in
          let x = Double(step)
          return ChartPoint(x, 3 * exp(-x / (8 + 5 * Double(index))) + 0.12 * Double(index))
        })
    }
    return LineChart(
      series, x: Axis("step", format: .count), y: Axis(scale: .linear),
      references: [Reference(2.2, label: "reference")], seams: [20], cursor: 40, empty: "", theme: theme)
  }

  private var roles: [[Span]] {
    [
      [Span("text ", theme.text), Span("faint ", theme.faint), Span("title", theme.title)],
      [Span("focus ", theme.focus), Span("reference ", theme.reference), Span("cursor", theme.cursor)],
      [Span("border ────", theme.border)], [Span(" selection ", theme.selection.over(theme.text))], [],
    ]
      + [("rare", theme.rare), ("common", theme.common), ("frequent", theme.frequent)].map(line)
      + [("warning", theme.warning), ("error", theme.error), ("good", theme.good)].map(line)
  }

  private func line(_ name: String, _ mark: Mark) -> [Span] {
    [Span(mark), Span(" \(name)", mark.style)]
  }

  private var table: Table {
    let bins = [("rare", theme.rare), ("common", theme.common)]
    return Table(
      [.init("class", width: .min(12)), .init("bin", width: .fixed(12)), .init("AP", width: .fixed(6))],
      count: bins.count, selected: 0, isFocused: true, theme: theme
    ) { row in
      [
        Span("a \(bins[row].0) class", theme.text),
        Span("\(bins[row].1.sign) \(bins[row].0)", bins[row].1.style),
        Span(row == 0 ? "12.1" : "24.3", theme.text),
      ]
    }
  }
}
