import Annotations
import Cells
import Widgets

/// The margins of a training set for people: what each frequency rank demands as a chart, and the classes below it.
struct MarginReport: Widget {
  /// How many classes are listed.
  enum Extent {
    case everyClass
    /// So many from either end of the order.
    case ends(Int)
  }

  private enum Entry {
    case row(MarginTable.Row)
    case gap(Int)
  }

  private static let chartHeight = 14

  private let table: MarginTable
  private let entries: [Entry]
  private let theme: Theme

  init(_ table: MarginTable, order: MarginTable.Order, extent: Extent, theme: Theme) {
    self.table = table
    self.theme = theme
    let rows = table.rows(by: order)
    switch extent {
    case .ends(let count) where rows.count > 2 * count + 1:
      entries =
        rows.prefix(count).map(Entry.row) + [.gap(rows.count - 2 * count)]
        + rows.suffix(count).map(Entry.row) + [.row(table.background)]
    case .everyClass, .ends: entries = (rows + [table.background]).map(Entry.row)
    }
  }

  /// The rows it takes.
  var height: Int { 1 + Self.chartHeight + 1 + 1 + entries.count + (table.unseen.isEmpty ? 0 : 1) }

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    let rows = rect.rows([.fixed(1), .fixed(Self.chartHeight), .fixed(1), .fixed(1 + entries.count), .min(0)])
    buffer.write(heading, at: rows[0].origin, theme.title, in: rows[0])
    chart.render(in: rows[1], on: &buffer)
    list.render(in: rows[3], on: &buffer)
    buffer.write(note, at: rows[4].origin, theme.warning.style, in: rows[4])
  }

  private var heading: String {
    let ratio = ValueFormat.number.string(table.backgroundToForeground, digits: 5)
    return "\(table.source): \(table.rows.count) classes by \(table.counting.rawValue), ρ = \(ratio)"
  }

  /// What is said of classes without a positive.
  private var note: String {
    let names = table.unseen.prefix(5).map(\.name).joined(separator: ", ")
    let more = table.unseen.count > 5 ? ", …" : ""
    return table.unseen.isEmpty
      ? "" : "n = 0, taken as 1, of \(table.unseen.count): \(names)\(more)"
  }
}

// MARK: - Chart

extension MarginReport {
  private var chart: LineChart {
    let places = table.rows(by: .n).enumerated()
    return LineChart(
      Frequency.allCases.map { bin in
        let points = places.compactMap { rank, row in
          row.category?.frequency == bin ? ChartPoint(Double(rank + 1), row.demanded) : nil
        }
        return Series(
          "\(bin.word) · \(points.count)", mark: theme.mark(of: bin), points: points, drawing: .scattered)
      }, x: Axis("rank by \(table.counting.rawValue)", format: .count), y: Axis("δ"), empty: "No classes",
      theme: theme)
  }
}

extension Frequency {
  fileprivate var word: String {
    switch self {
    case .rare: "rare"
    case .common: "common"
    case .frequent: "frequent"
    }
  }
}

extension Theme {
  fileprivate func mark(of bin: Frequency) -> Mark {
    switch bin {
    case .rare: rare
    case .common: common
    case .frequent: frequent
    }
  }
}

// MARK: - List

extension MarginReport {
  private var list: Table {
    Table(
      [
        .init("class", width: .min(16)), .init("bin", width: .fixed(3)),
        .init("n", width: .fixed(8), .number(fraction: 0)),
        .init("δ", width: .fixed(6), .number(fraction: 3)),
        .init("γ⁺", width: .fixed(6), .number(fraction: 4)),
        .init("γ⁻", width: .fixed(6), .number(fraction: 4)),
        .init("m", width: .fixed(7), .number(fraction: 5)),
        .init("α", width: .fixed(9), .number(fraction: 0)),
      ], count: entries.count, theme: theme
    ) { spans(of: entries[$0]) }
  }

  private func spans(of entry: Entry) -> [Span] {
    switch entry {
    case .gap(let count): [Span("… \(count) more: --all", theme.faint)]
    case .row(let row): spans(of: row)
    }
  }

  private func spans(of row: MarginTable.Row) -> [Span] {
    let mark = row.category?.frequency.map { theme.mark(of: $0) }
    return [
      Span(row.name),
      mark.map { Span("\($0.sign) \(row.category?.frequency?.rawValue ?? " ")", $0.style) } ?? "",
      Span(ValueFormat.count.string(row.positives, digits: 7)),
      Span(ValueFormat.decimal(row.demanded, places: 3)),
      Span(ValueFormat.decimal(row.positiveMargin, places: 4)),
      Span(ValueFormat.decimal(row.negativeMargin, places: 4)),
      Span(ValueFormat.decimal(row.rankingWeight, places: 5)),
      Span(ValueFormat.number.string(row.oddsAgainst, digits: 6)),
    ]
  }
}
