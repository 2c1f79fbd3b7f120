import Cells

/// Curves, marked points and clouds over two axes, each named at its end with its last value.
///
/// What has no place on the axes is not hidden: a value that is not finite leaves a × on the x axis, one that is
/// not positive leaves a ▾ there when the y axis is logarithmic.
public struct LineChart: Widget {
  let series: [Series]
  let x: Axis
  let y: Axis
  let references: [Reference]
  let seams: [Double]
  let cursor: Double?
  let theme: Theme
  private let empty: String

  /// A chart of series; the first lies on top.
  /// - Parameters:
  ///   - references: horizontal lines to compare with; an axis that fits the data fits them too.
  ///   - seams: places on the x axis where the run was resumed.
  ///   - cursor: a place on the x axis whose exact values are listed.
  ///   - empty: what will be shown, and when, as long as there is no point.
  public init(
    _ series: [Series], x: Axis, y: Axis, references: [Reference] = [], seams: [Double] = [],
    cursor: Double? = nil, empty: String, theme: Theme
  ) {
    self.series = series
    self.x = x
    self.y = y
    self.references = references
    self.seams = seams
    self.cursor = cursor
    self.empty = empty
    self.theme = theme
  }

  /// Draws the axes, what lies behind, the curves and their names.
  public func render(in rect: Rect, on buffer: inout CellBuffer) {
    guard series.contains(where: { !$0.points.isEmpty || !$0.raw.isEmpty }) else {
      return Notice(empty, theme.faint).render(in: rect, on: &buffer)
    }
    let legend = ChartLegend(of: self)
    let frame = ChartFrame(of: self, in: rect, legend: legend)
    guard !frame.plot.isEmpty else { return }
    drawBackground(frame, on: &buffer)
    frame.drawAxes(on: &buffer)
    drawLines(frame, on: &buffer)
    let curves = drawCurves(frame, on: &buffer)
    frame.drawYName(avoiding: curves, on: &buffer)
    drawReferenceLabels(frame, avoiding: curves, on: &buffer)
    drawTicksOfTheUnseen(frame, on: &buffer)
    legend.render(in: frame, on: &buffer)
  }

  private func drawBackground(_ frame: ChartFrame, on buffer: inout CellBuffer) {
    var canvas = DotCanvas(size: frame.plot.size)
    for (index, series) in series.enumerated().reversed() {
      canvas.drawEnvelope(series.envelope, on: frame.plane, owner: index)
      canvas.drawCurve(series.raw, on: frame.plane, owner: index)
      for ghost in series.ghosts { canvas.drawCurve(ghost, on: frame.plane, owner: index) }
    }
    let glyphs = buffer.glyphs
    canvas.draw(in: frame.plot, on: &buffer, glyph: glyphs.shade) { series[$0].mark.style.adding(.dim) }
  }

  private func drawLines(_ frame: ChartFrame, on buffer: inout CellBuffer) {
    for reference in references {
      guard let row = frame.row(of: reference.value) else { continue }
      let step = buffer.glyphs == .ascii ? 2 : 1
      for column in stride(from: frame.plot.left, to: frame.plot.right, by: step) {
        buffer.put("╌", at: Point(column: column, row: row), theme.reference)
      }
    }
    for seam in seams { drawVertical("┊", at: seam, theme.faint, frame, on: &buffer) }
    if let cursor { drawVertical("│", at: cursor, theme.cursor, frame, on: &buffer) }
  }

  private func drawVertical(
    _ glyph: Character, at x: Double, _ style: Style, _ frame: ChartFrame, on buffer: inout CellBuffer
  ) {
    guard let column = frame.column(of: x) else { return }
    buffer.fill(
      Rect(left: column, top: frame.plot.top, width: 1, height: frame.plot.height), with: glyph, style)
  }

  /// Curves first, then signs on top of every curve.
  private func drawCurves(_ frame: ChartFrame, on buffer: inout CellBuffer) -> DotCanvas {
    var canvas = DotCanvas(size: frame.plot.size)
    for (index, series) in series.enumerated().reversed() where series.drawing != .scattered {
      canvas.drawCurve(series.points, on: frame.plane, owner: index)
    }
    let glyphs = buffer.glyphs
    canvas.draw(in: frame.plot, on: &buffer, glyph: glyphs.glyph) { series[$0].mark.style }
    for (index, series) in series.enumerated().reversed() {
      for point in signs(of: series, index, frame) {
        guard let place = frame.cell(of: point) else { continue }
        buffer.put(series.mark.sign, at: place, series.mark.style)
      }
    }
    return canvas
  }

  /// The points a series shows its sign at: all of them, or now and then along a curve among others.
  private func signs(of series: Series, _ index: Int, _ frame: ChartFrame) -> [ChartPoint] {
    let atCursor = cursor.flatMap { series.points.nearest(to: $0) }.map { [$0] } ?? []
    guard series.drawing == .curve else { return series.points + atCursor }
    guard self.series.count > 1 else { return atCursor }
    let gap = 24
    let columns = stride(from: gap / 2 + index * 5 % gap, to: frame.plot.width, by: gap)
    return columns.compactMap { series.points.nearest(to: frame.value(atColumn: $0)) } + atCursor
  }

  private func drawReferenceLabels(
    _ frame: ChartFrame, avoiding curves: DotCanvas, on buffer: inout CellBuffer
  ) {
    for reference in references {
      guard let row = frame.row(of: reference.value) else { continue }
      let label = " " + reference.label.fitted(to: frame.plot.width - 4) + " "
      let columns = [frame.plot.width - label.columns - 1, 1, (frame.plot.width - label.columns) / 2]
      let free = columns.first {
        curves.isEmpty(row: row - frame.plot.top, columns: max($0, 0)..<max($0 + label.columns, 0))
      }
      guard let column = free, frame.plot.width >= 12 else { continue }
      buffer.write(
        label, at: Point(column: frame.plot.left + column, row: row), theme.reference, in: frame.plot)
    }
  }

  private func drawTicksOfTheUnseen(_ frame: ChartFrame, on buffer: inout CellBuffer) {
    for series in series.reversed() {
      for points in [series.raw, series.points] {
        for point in points where !y.shows(point.y) {
          guard let column = frame.column(of: point.x) else { continue }
          let isNumber = Axis.Scale.linear.shows(point.y)
          let glyph: Character = isNumber ? "▾" : "×"
          let style = isNumber ? series.mark.style : theme.error.style
          buffer.put(glyph, at: Point(column: column, row: frame.axisRow), style)
        }
      }
    }
  }
}

extension [ChartPoint] {
  /// The drawn point whose x is nearest; nil where there is none.
  func nearest(to x: Double) -> ChartPoint? {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle].x < x { low = middle + 1 } else { high = middle }
    }
    let around = [low - 1, low].filter(indices.contains).map { self[$0] }
    return around.min { abs($0.x - x) < abs($1.x - x) }
  }
}
