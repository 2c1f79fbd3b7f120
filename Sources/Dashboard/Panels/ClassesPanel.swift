import Cells
import Events
import Widgets

/// Every class in a row: how often it is trained on, what is demanded, what it attains, what it scores.
struct ClassesPanel: Panel {
  let state: DashboardState
  let theme: Theme

  let title = "Classes"

  var detail: String {
    let table = state.classes
    let counts = FrequencyBin.allCases.map { bin in
      let count = (state.run?.classes ?? []).lazy.filter { $0.bin == bin && $0.isCounted }.count
      return "\(count)\(bin.letter)"
    }
    let known = state.run?.classes ?? []
    let isCounted = known.isEmpty || known.contains(where: \.isCounted)
    var parts = [
      isCounted ? counts.joined(separator: " ") : "\(known.count), as the log names them"
    ]
    if let bin = table.bin { parts.append("only \(bin.name)") }
    if !table.search.isEmpty { parts.append("/\(table.search)") }
    return parts.joined(separator: " · ")
  }

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    let rows = state.classRows
    let order = state.classes.order
    let shown = Self.columns.filter { $0.least <= rect.width }
    Table(
      shown.map(\.header), count: order.count, selected: state.classes.selected.flatMap(order.firstIndex),
      sort: sort(in: shown), isFocused: state.pane == .classes, empty: emptyText, theme: theme
    ) { place in
      let row = rows[order[place]]
      return shown.map {
        ClassCell(row: row, isPinned: state.classes.pinned.contains(row.index), theme: theme).span($0.column)
      }
    }.render(in: rect, on: &buffer)
  }

  private var emptyText: String {
    guard let run = state.run, run.classes.isEmpty else {
      return "No class matches: f changes the bin, / the search"
    }
    return run.source == nil
      ? "The classes follow when the annotations are read" : "Nothing in this log says what its classes are"
  }

  private func sort(in shown: [ShownColumn]) -> Table.Sort? {
    shown.firstIndex { $0.column == state.classes.column }.map {
      Table.Sort(column: $0, ascending: !state.classes.isDescending)
    }
  }

  private struct ShownColumn {
    let column: ClassTable.Column
    /// The narrowest pane that shows it.
    let least: Int
    let header: Table.Column
  }

  private static let columns = [
    ShownColumn(column: .name, least: 0, header: .init("class", width: .min(14))),
    ShownColumn(column: .bin, least: 0, header: .init("bin", width: .fixed(5))),
    ShownColumn(column: .images, least: 0, header: .init("images", width: .fixed(7), .number(fraction: 0))),
    ShownColumn(column: .demanded, least: 62, header: .init("δ", width: .fixed(6), .number(fraction: 2))),
    ShownColumn(
      column: .attained, least: 50, header: .init("attained", width: .fixed(9), .number(fraction: 2))),
    ShownColumn(column: .rankingError, least: 76, header: .init("R", width: .fixed(7), .number(fraction: 3))),
    ShownColumn(
      column: .band, least: 92, header: .init("AP50 band (box)", width: .fixed(15), .number(fraction: 0))),
    ShownColumn(
      column: .averagePrecision, least: 0, header: .init("AP", width: .fixed(6), .number(fraction: 1))),
    ShownColumn(column: .change, least: 56, header: .init("change", width: .fixed(7), .number(fraction: 1))),
  ]
}

/// How the figures of one class are written.
struct ClassCell {
  let row: ClassRow
  let isPinned: Bool
  let theme: Theme

  func span(_ column: ClassTable.Column) -> Span {
    if !row.facts.isCounted, [.bin, .images, .demanded].contains(column) { return none }
    return switch column {
    case .name: Span((isPinned ? "◆ " : "") + row.facts.name, theme.text)
    case .bin:
      Span(
        "\(theme.mark(of: row.facts.bin).sign) \(row.facts.bin.letter)", theme.mark(of: row.facts.bin).style)
    case .images: Span("\(row.facts.imageCount)", theme.text)
    case .demanded: Span(row.facts.demandedMargin.fixed(2), theme.text)
    case .attained: attained
    case .rankingError: number(row.result?[.rankingError(.box)], 3)
    case .band: band
    case .averagePrecision: number(row.averagePrecision, 1, theme.title)
    case .change: change
    }
  }

  /// A margin short of the demanded one carries a sign.
  private var attained: Span {
    guard let attained = row.attained?.mean else { return none }
    let isShort = attained < row.facts.demandedMargin
    return Span((isShort ? "▼" : "") + attained.fixed(2), isShort ? theme.warning.style : theme.text)
  }

  private var band: Span {
    guard let band = row.result?.precisionBand(.box) else { return none }
    return Span(
      "\(band.lowerBound.fixed(1))–\(band.upperBound.fixed(1))",
      theme.text)
  }

  private var change: Span {
    guard let change = row.change else { return none }
    return Span(
      change.signed(1), change > 0 ? theme.good.style : change < 0 ? theme.warning.style : theme.faint)
  }

  private func number(_ value: Double?, _ places: Int, _ style: Style? = nil) -> Span {
    value.map { Span($0.fixed(places), style ?? theme.text) } ?? none
  }

  private var none: Span { Span("–", theme.faint) }
}
