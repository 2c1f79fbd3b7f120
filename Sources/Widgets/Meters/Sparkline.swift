import Cells

/// The last values of something, a column each, the newest at the right.
public struct Sparkline: Widget {
  private let values: [Double]
  private let range: ClosedRange<Double>?
  private let style: Style

  /// Values between two bounds; without bounds, between their own least and greatest.
  public init(_ values: [Double], range: ClosedRange<Double>? = nil, style: Style = .plain) {
    self.values = values
    self.range = range
    self.style = style
  }

  /// Draws as many values as there are columns, as high as there are rows.
  public func render(in rect: Rect, on buffer: inout CellBuffer) {
    let shown = values.suffix(rect.width)
    let finite = shown.filter(\.isFinite)
    guard !rect.isEmpty, let least = finite.min(), let greatest = finite.max() else { return }
    let bounds = range ?? least...greatest
    let start = rect.right - shown.count
    for (index, value) in shown.enumerated() {
      draw(value, in: bounds, column: start + index, of: rect, on: &buffer)
    }
  }

  private func draw(
    _ value: Double, in bounds: ClosedRange<Double>, column: Int, of rect: Rect, on buffer: inout CellBuffer
  ) {
    guard value.isFinite else {
      return buffer.put("×", at: Point(column: column, row: rect.bottom - 1), style)
    }
    let steps = buffer.glyphs.columnSteps
    let span = bounds.upperBound - bounds.lowerBound
    let fraction = span > 0 && span.isFinite ? min(max((value - bounds.lowerBound) / span, 0), 1) : 0.5
    let most = rect.height * (steps.count - 1)
    var left = max(Int((fraction * Double(most)).rounded()), 1)
    for row in (rect.top..<rect.bottom).reversed() where left > 0 {
      buffer.put(steps[min(left, steps.count - 1)], at: Point(column: column, row: row), style)
      left -= steps.count - 1
    }
  }
}
