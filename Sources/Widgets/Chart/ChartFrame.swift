import Cells

/// Where everything of a chart lies, and its axes.
struct ChartFrame {
  /// The cells of the curves.
  let plot: Rect
  /// The column of names and values right of the plot, empty where there is no room for it.
  let legendColumn: Rect
  /// The row of names and values above the plot, empty where there is a column.
  let legendRow: Rect
  private let rect: Rect
  private let x: Projection
  private let y: Projection
  private let xTicks: [Tick]
  private let yTicks: [Tick]
  private let xAxis: Axis
  private let yAxis: Axis
  private let style: Style
  private let hasAxes: Bool

  init(of chart: LineChart, in rect: Rect, legend: ChartLegend) {
    self.rect = rect
    (xAxis, yAxis, style) = (chart.x, chart.y, chart.theme.faint)
    hasAxes = rect.height >= 4 && rect.width >= 16
    let isColumn = rect.width >= 44 && rect.height >= 3
    let columnWidth = isColumn ? legend.columnWidth(atMost: rect.width * 9 / 20) : 0
    let rowHeight = !isColumn && rect.height >= 6 ? 1 : 0
    let inner = rect.inset(top: rowHeight, right: columnWidth, bottom: hasAxes ? 2 : 0)

    let shown = chart.range(of: \.x, where: { chart.x.shows($0.x) })
    x = chart.x.steady(shown)
    let window = x.range
    let values = chart.range(of: \.y, where: { chart.y.shows($0.y) && window.contains($0.x) })
    let tickCount = max((inner.height + 1) / 2, min(inner.height, 3))
    y = chart.y.rounded(chart.including(references: values), ticks: tickCount)
    yTicks = hasAxes ? Ticks.along(y, chart.y.format, atMost: tickCount) : []
    let labels = (yTicks.map(\.label) + [chart.y.name]).map(\.columns).max() ?? 0
    plot = inner.inset(left: hasAxes ? min(labels, rect.width / 3) + 1 : 0)
    xTicks =
      hasAxes ? Ticks.along(x, chart.x.format, atMost: max(plot.width / 7, 2)) : []
    legendColumn = Rect(left: plot.right, top: plot.top, width: columnWidth, height: plot.height)
    legendRow = Rect(left: plot.left, top: rect.top, width: plot.width, height: rowHeight)
  }

  /// The axes over the dots of the plot.
  var plane: DotPlane { DotPlane(x: x, y: y, columns: plot.width * 2, rows: plot.height * 4) }
  /// The row of the x axis, or the lowest of the plot where there is none.
  var axisRow: Int { hasAxes ? plot.bottom : plot.bottom - 1 }

  /// The cell of a point, nil outside the plot.
  func cell(of point: ChartPoint) -> Point? {
    guard let column = column(of: point.x), let row = row(of: point.y) else { return nil }
    return Point(column: column, row: row)
  }

  /// The column of a place on the x axis, nil outside the plot.
  func column(of value: Double) -> Int? {
    guard let fraction = x.fraction(value), (-1e-9...1 + 1e-9).contains(fraction) else { return nil }
    return plot.left + Int((fraction * Double(plot.width * 2 - 1)).rounded()) / 2
  }

  /// The row of a value, nil outside the plot.
  func row(of value: Double) -> Int? {
    guard let fraction = y.fraction(value), (-1e-9...1 + 1e-9).contains(fraction) else { return nil }
    return plot.top + Int(((1 - fraction) * Double(plot.height * 4 - 1)).rounded()) / 4
  }

  /// The place on the x axis in the middle of a column of the plot.
  func value(atColumn column: Int) -> Double {
    x.unspread(x.lower + (x.upper - x.lower) * (Double(column) + 0.5) / Double(plot.width))
  }

  func drawAxes(on buffer: inout CellBuffer) {
    guard hasAxes else { return }
    let lines = buffer.glyphs.box
    let axis = plot.left - 1
    buffer.fill(
      Rect(left: axis, top: plot.top, width: 1, height: plot.height), with: lines.vertical, style)
    buffer.fill(
      Rect(left: axis, top: plot.bottom, width: plot.width + 1, height: 1), with: lines.horizontal, style)
    buffer.put(lines.bottomLeft, at: Point(column: axis, row: plot.bottom), style)
    drawYTicks(lines, on: &buffer)
    drawXTicks(lines, on: &buffer)
  }

  private func drawYTicks(_ lines: BoxGlyphs, on buffer: inout CellBuffer) {
    let room = Rect(left: rect.left, top: plot.top, width: plot.left - 1 - rect.left, height: plot.height)
    for tick in yTicks {
      guard let row = row(of: tick.value) else { continue }
      buffer.put(lines.left, at: Point(column: plot.left - 1, row: row), style)
      let label = tick.label.padded(to: room.width, alignment: .trailing)
      buffer.write(label, at: Point(column: room.left, row: row), style, in: room)
    }
  }

  /// The y axis's name: above its numbers, or inside the plot where a number is in the way and no curve is.
  func drawYName(avoiding curves: DotCanvas, on buffer: inout CellBuffer) {
    guard hasAxes, !yAxis.name.isEmpty else { return }
    let style = style.adding(.italic)
    guard yTicks.contains(where: { row(of: $0.value) == plot.top }) else {
      let room = Rect(left: rect.left, top: plot.top, width: plot.left - 1 - rect.left, height: 1)
      let name = yAxis.name.padded(to: room.width, alignment: .trailing)
      buffer.write(name, at: room.origin, style, in: room)
      return
    }
    guard curves.isEmpty(row: 0, columns: 0..<yAxis.name.columns + 2) else { return }
    buffer.write(yAxis.name, at: Point(column: plot.left + 1, row: plot.top), style, in: plot)
  }

  private func drawXTicks(_ lines: BoxGlyphs, on buffer: inout CellBuffer) {
    let room = Rect(left: rect.left, top: plot.bottom + 1, width: plot.right - rect.left, height: 1)
    let name = xAxis.name.isEmpty ? "" : " " + xAxis.name
    let nameColumn = room.right - name.columns
    buffer.write(name, at: Point(column: nameColumn, row: room.top), style.adding(.italic), in: room)
    var end = room.left
    for tick in xTicks {
      guard let column = column(of: tick.value) else { continue }
      buffer.put(lines.down, at: Point(column: column, row: plot.bottom), style)
      let start = max(column - (tick.label.columns - 1) / 2, room.left)
      guard start >= end, start + tick.label.columns <= nameColumn else { continue }
      end = buffer.write(tick.label, at: Point(column: start, row: room.top), style, in: room) + 1
    }
  }
}

extension LineChart {
  /// From the least to the greatest coordinate of the points that pass, drawn or raw.
  fileprivate func range(
    of coordinate: KeyPath<ChartPoint, Double>, where isShown: (ChartPoint) -> Bool
  ) -> ClosedRange<Double>? {
    var bounds: ClosedRange<Double>?
    for series in series {
      for points in [series.points, series.raw] + series.ghosts {
        for point in points where isShown(point) {
          let value = point[keyPath: coordinate]
          bounds = bounds.map { min($0.lowerBound, value)...max($0.upperBound, value) } ?? value...value
        }
      }
    }
    return bounds
  }

  fileprivate func including(references range: ClosedRange<Double>?) -> ClosedRange<Double>? {
    references.map(\.value).filter(y.shows).reduce(range) { range, value in
      range.map { min($0.lowerBound, value)...max($0.upperBound, value) } ?? value...value
    }
  }
}
