import Cells

/// How much of something is done or used, as a bar of one row.
public struct Gauge: Widget {
  private let fraction: Double?
  private let style: Style
  private let track: Style

  /// A bar filled to a fraction of one; nil where it is not known.
  public init(fraction: Double?, style: Style, track: Style = .plain) {
    self.fraction = fraction
    self.style = style
    self.track = track
  }

  /// Draws the bar in the first row.
  public func render(in rect: Rect, on buffer: inout CellBuffer) {
    let row = rect.row(0)
    buffer.fill(row, with: buffer.glyphs.barTrack, track)
    guard let fraction, fraction.isFinite else { return }
    let steps = buffer.glyphs.barSteps
    let fine = Int((min(max(fraction, 0), 1) * Double(row.width * (steps.count - 1))).rounded())
    let whole = fine / (steps.count - 1)
    buffer.fill(
      Rect(left: row.left, top: row.top, width: whole, height: row.height), with: steps.last!, style)
    guard fine % (steps.count - 1) > 0 else { return }
    buffer.put(steps[fine % (steps.count - 1)], at: Point(column: row.left + whole, row: row.top), style)
  }
}
