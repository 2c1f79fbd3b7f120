/// How the charts over training are looked at.
struct ChartOptions: Sendable, Equatable {
  enum Axis: Sendable, CaseIterable {
    case step, epoch, time

    var next: Axis {
      switch self {
      case .step: .epoch
      case .epoch: .time
      case .time: .step
      }
    }
  }

  /// Memories of the exponential mean to choose from; 0 shows raw values.
  static let smoothings = [0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995]

  var axis = Axis.step
  var isLogarithmic = true
  var isLogarithmicX = false
  var showsEnvelope = true
  var smoothingIndex = 3
  /// The part looked at; nil shows everything.
  var window: Window?
  /// A step under the cursor.
  var cursor: Int?
  /// A step to measure from.
  var mark: Int?

  var smoothing: Double { Self.smoothings[smoothingIndex] }

  /// A part of the run, in steps; one that follows keeps its width and ends at the last step.
  struct Window: Sendable, Equatable {
    var length: Double
    var end: Double?

    /// The steps it covers of a run that has come so far.
    func range(of steps: ClosedRange<Double>) -> ClosedRange<Double> {
      let end = min(max(end ?? steps.upperBound, steps.lowerBound), steps.upperBound)
      return max(end - length, steps.lowerBound)...max(end, steps.lowerBound + length)
    }
  }
}

// MARK: - Cursor, zoom and follow over the steps there are

extension ChartOptions {
  private static let shortestWindow = 10.0

  /// The steps shown of those there are.
  func visible(_ steps: ClosedRange<Double>) -> ClosedRange<Double> {
    window?.range(of: steps) ?? steps
  }

  /// Moves the cursor by hundredths of what is visible, by at least one step, beginning at the end.
  mutating func moveCursor(by hundredths: Int, over steps: ClosedRange<Double>) {
    let shown = visible(steps)
    let width = max((shown.upperBound - shown.lowerBound) / 100, 1)
    let moved = Double(cursor ?? Int(shown.upperBound)) + Double(hundredths) * width
    let limited = min(max(moved, steps.lowerBound), steps.upperBound)
    cursor = Int(limited.rounded())
    guard !shown.contains(limited), let window else { return }
    self.window?.end = limited < shown.lowerBound ? limited + window.length : limited
  }

  mutating func zoomIn(over steps: ClosedRange<Double>) {
    let shown = visible(steps)
    resize(to: max((shown.upperBound - shown.lowerBound) / 2, Self.shortestWindow), over: steps)
  }

  mutating func zoomOut(over steps: ClosedRange<Double>) {
    guard let window else { return }
    resize(to: window.length * 2, over: steps)
  }

  mutating func changeSmoothing(by change: Int) {
    smoothingIndex = min(max(smoothingIndex + change, 0), Self.smoothings.count - 1)
  }

  mutating func fit() { window = nil }

  /// Keeps the end in sight from now on.
  mutating func follow() {
    window?.end = nil
    cursor = nil
  }

  /// Keeps what is under the cursor where it is, or the end in sight.
  private mutating func resize(to length: Double, over steps: ClosedRange<Double>) {
    guard length < steps.upperBound - steps.lowerBound else { return fit() }
    let shown = visible(steps)
    guard let cursor else {
      window = Window(length: length, end: window?.end)
      return
    }
    let share = (shown.upperBound - Double(cursor)) / max(shown.upperBound - shown.lowerBound, 1)
    let end = Double(cursor) + share * length
    window = Window(length: length, end: end >= steps.upperBound ? nil : end)
  }
}
