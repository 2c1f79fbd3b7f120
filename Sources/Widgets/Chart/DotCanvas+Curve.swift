/// The two axes of a chart over a canvas of dots.
struct DotPlane {
  let x: Projection
  let y: Projection
  let columns: Int
  let rows: Int

  /// The dot of a point, as numbers between the dots, far outside at most; nil for what has no place on the axes.
  func dot(_ point: ChartPoint) -> (column: Double, row: Double)? {
    guard let x = x.fraction(point.x), let y = y.fraction(point.y) else { return nil }
    let far = 1e9
    return (
      min(max(x * Double(columns - 1), -far), far), min(max((1 - y) * Double(rows - 1), -far), far)
    )
  }
}

extension DotCanvas {
  /// A line through the points, broken where one has no place.
  ///
  /// All points over one column of dots become their first, least, greatest and last: the same picture as
  /// every point on its own, at the price of the columns rather than of the points.
  mutating func drawCurve(_ points: [ChartPoint], on plane: DotPlane, owner: Int) {
    var column: ColumnOfPoints?
    for point in points {
      guard let dot = plane.dot(point) else {
        column.map { finish($0, owner: owner) }
        column = nil
        continue
      }
      let index = Int(dot.column.rounded())
      if column?.index == index {
        column!.add(dot.row)
        continue
      }
      if let before = column {
        finish(before, owner: owner)
        drawLine(from: (Double(before.index), before.last), to: (Double(index), dot.row), owner: owner)
      }
      column = ColumnOfPoints(index: index, row: dot.row)
    }
    column.map { finish($0, owner: owner) }
  }

  private mutating func finish(_ column: ColumnOfPoints, owner: Int) {
    let x = Double(column.index)
    drawLine(from: (x, column.least), to: (x, column.greatest), owner: owner)
  }

  /// A line between two dots, the part outside the canvas left out.
  mutating func drawLine(from start: (Double, Double), to end: (Double, Double), owner: Int) {
    guard let (start, end) = clipped(start, end) else { return }
    let steps = max(abs(end.0 - start.0), abs(end.1 - start.1)).rounded(.up)
    for step in 0...Int(steps) {
      let t = steps == 0 ? 0 : Double(step) / steps
      let column = start.0 + (end.0 - start.0) * t
      let row = start.1 + (end.1 - start.1) * t
      set(column: Int(column.rounded()), row: Int(row.rounded()), owner: owner)
    }
  }

  /// Liang and Barsky's clipping of a segment to the canvas.
  private func clipped(
    _ start: (Double, Double), _ end: (Double, Double)
  ) -> (start: (Double, Double), end: (Double, Double))? {
    let (dx, dy) = (end.0 - start.0, end.1 - start.1)
    let (right, bottom) = (Double(columns) - 0.51, Double(rows) - 0.51)
    var (enter, leave) = (0.0, 1.0)
    let sides = [(-dx, start.0 + 0.5), (dx, right - start.0), (-dy, start.1 + 0.5), (dy, bottom - start.1)]
    for (delta, distance) in sides {
      if delta == 0, distance < 0 { return nil }
      if delta < 0 { enter = max(enter, distance / delta) }
      if delta > 0 { leave = min(leave, distance / delta) }
    }
    guard enter <= leave else { return nil }
    return ((start.0 + enter * dx, start.1 + enter * dy), (start.0 + leave * dx, start.1 + leave * dy))
  }

  /// Every other dot between the bounds: a shade behind the curve.
  mutating func drawEnvelope(_ envelope: [Envelope], on plane: DotPlane, owner: Int) {
    let edges = envelope.map { bounds in
      (plane.dot(ChartPoint(bounds.x, bounds.low)), plane.dot(ChartPoint(bounds.x, bounds.high)))
    }
    for (before, after) in zip(edges, edges.dropFirst()) {
      guard let low = before.0, let high = before.1, let nextLow = after.0, let nextHigh = after.1 else {
        continue
      }
      let columns = Int(max(low.column, 0).rounded())...Int(max(low.column, nextLow.column, 0).rounded())
      for column in columns.clamped(to: 0...max(self.columns, 1)) {
        let t =
          nextLow.column > low.column ? (Double(column) - low.column) / (nextLow.column - low.column) : 0
        let top = high.row + (nextHigh.row - high.row) * t
        let bottom = low.row + (nextLow.row - low.row) * t
        shade(column: column, from: top, to: bottom, owner: owner)
      }
    }
  }

  private mutating func shade(column: Int, from top: Double, to bottom: Double, owner: Int) {
    let top = Int(min(max(top, 0), Double(rows)).rounded())
    let bottom = Int(min(max(bottom, -1), Double(rows - 1)).rounded())
    guard top <= bottom else { return }
    for row in top...bottom where (row + column) % 2 == 0 { set(column: column, row: row, owner: owner) }
  }
}

private struct ColumnOfPoints {
  let index: Int
  private(set) var least: Double
  private(set) var greatest: Double
  private(set) var last: Double

  init(index: Int, row: Double) {
    self.index = index
    (least, greatest, last) = (row, row, row)
  }

  mutating func add(_ row: Double) {
    least = min(least, row)
    greatest = max(greatest, row)
    last = row
  }
}
