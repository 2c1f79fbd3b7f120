import Cells

/// Names the series of a chart, each with its last value at its end, or with its value at the cursor.
struct ChartLegend {
  private struct Entry {
    let sign: Span
    let name: String
    let value: String
    /// The point the entry belongs beside, where there is one.
    let end: ChartPoint?
  }

  private let entries: [Entry]
  private let header: String?
  private let style: Style

  init(of chart: LineChart) {
    style = chart.theme.text
    header = chart.cursor.map { cursor in
      let name = chart.x.name.isEmpty ? "x" : chart.x.name
      return "\(name) \(chart.x.format.string(cursor, digits: 7))"
    }
    entries = chart.series.flatMap { series in
      chart.cursor.map { Self.entries(of: series, at: $0, chart) } ?? [Self.entry(of: series, chart)]
    }
  }

  private static func entry(of series: Series, _ chart: LineChart) -> Entry {
    let last = series.drawing == .scattered ? nil : series.points.last { chart.y.shows($0.y) }
    let format = series.format ?? chart.y.format
    let value = last.map { format.string($0.y) } ?? ""
    return Entry(sign: Span(series.mark), name: series.name, value: value, end: last)
  }

  /// The exact value at the cursor, and below it the one before smoothing.
  private static func entries(of series: Series, at cursor: Double, _ chart: LineChart) -> [Entry] {
    let format = series.format ?? chart.y.format
    func value(_ points: [ChartPoint]) -> String {
      points.nearest(to: cursor).map { format.string($0.y, digits: 6) } ?? "–"
    }
    let exact = series.drawing == .scattered ? "" : value(series.points)
    let entry = Entry(sign: Span(series.mark), name: series.name, value: exact, end: nil)
    guard !series.raw.isEmpty else { return [entry] }
    let raw = Entry(sign: Span(" "), name: "raw", value: value(series.raw), end: nil)
    return [entry, raw]
  }

  private var nameWidth: Int { entries.map(\.name.columns).max() ?? 0 }
  /// Six columns at least, so that nothing moves when a digit is added.
  private var valueWidth: Int {
    let widest = entries.map(\.value.columns).max() ?? 0
    return widest == 0 ? 0 : max(widest, 6)
  }

  /// The columns a legend beside the plot takes, with one between.
  func columnWidth(atMost limit: Int) -> Int {
    let whole = 3 + nameWidth + (valueWidth == 0 ? 0 : valueWidth + 1)
    return min(max(whole, (header?.columns ?? 0) + 1), limit)
  }

  func render(in frame: ChartFrame, on buffer: inout CellBuffer) {
    guard frame.legendColumn.isEmpty else { return drawColumn(in: frame, on: &buffer) }
    drawRow(in: frame.legendRow, on: &buffer)
  }

  /// Names with values, or names alone where only those fit, cut to what there is for each.
  private func drawRow(in row: Rect, on buffer: inout CellBuffer) {
    let full = entries.flatMap {
      [$0.sign, Span(" " + $0.name, style), Span(" " + $0.value + "  ", style.adding(.bold))]
    }
    let room = max(row.width / max(entries.count, 1) - 3, 1)
    let short = entries.flatMap { [$0.sign, Span(" " + $0.name.fitted(to: room) + " ", style)] }
    buffer.write(full.columns - 2 <= row.width ? full : short, at: row.origin, in: row)
  }

  private func drawColumn(in frame: ChartFrame, on buffer: inout CellBuffer) {
    let room = frame.legendColumn.inset(left: 1)
    if let header {
      buffer.write(header, at: room.origin, style.adding(.underline), in: room)
      for (index, entry) in entries.enumerated() { draw(entry, in: room.row(index + 1), on: &buffer) }
      return
    }
    let hidden = entries.count > room.height ? entries.count - room.height + 1 : 0
    let shown = Array(entries.dropLast(hidden))
    for (entry, row) in zip(shown, rows(of: shown, in: frame)) {
      draw(entry, in: room.row(row), on: &buffer)
    }
    guard hidden > 0 else { return }
    let last = room.row(room.height - 1)
    buffer.write("  +\(hidden) more", at: last.origin, style, in: last)
  }

  private func draw(_ entry: Entry, in row: Rect, on buffer: inout CellBuffer) {
    guard !row.isEmpty else { return }
    let valueWidth = min(self.valueWidth, row.width)
    let nameWidth = row.width - 2 - (valueWidth == 0 ? 0 : valueWidth + 1)
    let name = Span(entry.name.padded(to: max(nameWidth, 0)), style)
    let value = Span(" " + entry.value.padded(to: valueWidth, alignment: .trailing), style.adding(.bold))
    let spans = [entry.sign, Span(" "), name] + (valueWidth == 0 ? [] : [value])
    buffer.write(spans, at: row.origin, in: row)
  }

  /// The row of each entry, counted from the plot's top: beside the end of its curve, moved as little as keeps
  /// entries apart; one below the other where a curve ends outside the picture.
  private func rows(of entries: [Entry], in frame: ChartFrame) -> [Int] {
    let wanted = entries.map { $0.end.flatMap { frame.cell(of: $0) }.map { $0.row - frame.plot.top } }
    guard !wanted.contains(nil), entries.count == self.entries.count else { return Array(entries.indices) }
    let order = entries.indices.sorted { (-entries[$0].end!.y, $0) < (-entries[$1].end!.y, $1) }
    var rows = Array(repeating: 0, count: entries.count)
    var next = 0
    for index in order {
      rows[index] = max(wanted[index]!, next)
      next = rows[index] + 1
    }
    for (rank, index) in order.enumerated().reversed() {
      rows[index] = min(rows[index], frame.plot.height - (order.count - rank))
    }
    return rows
  }
}
