import Events

/// How one chart is looked at.
struct ChartOptions: Sendable, Equatable {
  /// What a chart over training is spread along.
  enum Axis: Sendable, Hashable { case step, epoch, time }

  /// Memories of the exponential mean to choose from; 0 shows raw values.
  static let smoothings = [0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995]

  var axis = Axis.step
  var isLogarithmic = false
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

  /// A part of the domain; one that follows keeps its width and ends at the domain's end.
  struct Window: Sendable, Equatable {
    var length: Double
    var end: Double?

    /// What it covers of a domain that has come so far.
    func range(of domain: ClosedRange<Double>) -> ClosedRange<Double> {
      let end = min(max(end ?? domain.upperBound, domain.lowerBound), domain.upperBound)
      return max(end - length, domain.lowerBound)...max(end, domain.lowerBound + length)
    }
  }
}

/// What a chart can show: what its cursor and its window move over.
struct ChartDomain: Sendable {
  /// Steps of training, ranks of classes, or the logarithm of how many images they have.
  let range: ClosedRange<Double>
  /// The least that a window covers.
  var shortestWindow = 10.0
  /// What stays in place while zooming, where there is no cursor.
  var anchor: Double?
  /// The axes there are.
  var axes = [ChartOptions.Axis.step]
  /// The step of the sample nearest to a step.
  var sampleStep: @Sendable (Int) -> Int = { $0 }
}

// MARK: - What keys do to it

extension ChartOptions {
  /// What is shown of a domain.
  func visible(_ domain: ClosedRange<Double>) -> ClosedRange<Double> { window?.range(of: domain) ?? domain }

  mutating func perform(_ action: ChartAction, over domain: ChartDomain) {
    switch action {
    case .moveCursor(let hundredths): moveCursor(by: hundredths, over: domain)
    case .zoomIn: zoomIn(over: domain)
    case .zoomOut: zoomOut(over: domain)
    case .fit: window = nil
    case .follow: follow()
    case .nextAxis: axis = axis(after: axis, of: domain.axes)
    case .toggleLogarithmic: isLogarithmic.toggle()
    case .toggleLogarithmicX: isLogarithmicX.toggle()
    case .changeSmoothing(let change):
      smoothingIndex = min(max(smoothingIndex + change, 0), Self.smoothings.count - 1)
    case .toggleEnvelope: showsEnvelope.toggle()
    case .setMark: mark = mark == cursor ? nil : cursor
    }
  }

  /// Takes back the cursor, then the mark; false where there is neither.
  mutating func clear() -> Bool {
    if cursor != nil {
      cursor = nil
      return true
    }
    defer { mark = nil }
    return mark != nil
  }

  private func axis(after axis: Axis, of axes: [Axis]) -> Axis {
    let place = axes.firstIndex(of: axis) ?? -1
    return axes[(place + 1) % axes.count]
  }

  /// Moves the cursor by hundredths of what is visible, by at least one sample, beginning at the end.
  private mutating func moveCursor(by hundredths: Int, over domain: ChartDomain) {
    let shown = visible(domain.range)
    let width = max((shown.upperBound - shown.lowerBound) / 100, 1)
    let start = Double(cursor ?? Int(shown.upperBound))
    let limited = min(
      max(start + Double(hundredths) * width, domain.range.lowerBound), domain.range.upperBound)
    let sample = domain.sampleStep(Int(limited.rounded()))
    cursor = sample == cursor ? nextSample(from: sample, towards: hundredths, in: domain) : sample
    guard let cursor, let window, !shown.contains(Double(cursor)) else { return }
    self.window?.end = Double(cursor) < shown.lowerBound ? Double(cursor) + window.length : Double(cursor)
  }

  /// The next sample where a hundredth of what is visible does not reach it.
  private func nextSample(from step: Int, towards direction: Int, in domain: ChartDomain) -> Int {
    var distance = 1.0
    while distance < domain.range.upperBound - domain.range.lowerBound {
      distance *= 2
      let wanted = Double(step) + (direction < 0 ? -distance : distance)
      let sample = domain.sampleStep(
        Int(min(max(wanted, domain.range.lowerBound), domain.range.upperBound).rounded()))
      if sample != step { return sample }
    }
    return step
  }

  private mutating func zoomIn(over domain: ChartDomain) {
    let shown = visible(domain.range)
    resize(to: max((shown.upperBound - shown.lowerBound) / 2, domain.shortestWindow), over: domain)
  }

  private mutating func zoomOut(over domain: ChartDomain) {
    guard let window else { return }
    resize(to: window.length * 2, over: domain)
  }

  /// Keeps the end in sight from now on.
  private mutating func follow() {
    window?.end = nil
    cursor = nil
  }

  /// Keeps what is under the cursor where it is, or the end in sight.
  private mutating func resize(to length: Double, over domain: ChartDomain) {
    guard length < domain.range.upperBound - domain.range.lowerBound else { return window = nil }
    let shown = visible(domain.range)
    guard let anchor = cursor.map(Double.init) ?? domain.anchor else {
      window = Window(length: length, end: window?.end)
      return
    }
    let share = (shown.upperBound - anchor) / max(shown.upperBound - shown.lowerBound, 1e-9)
    let end = anchor + share * length
    window = Window(length: length, end: end >= domain.range.upperBound ? nil : end)
  }
}
