import Glibc

/// What one side of a chart measures.
public struct Axis: Hashable, Sendable {
  /// How values are spread along the side.
  public enum Scale: Hashable, Sendable {
    /// Equal distances for equal differences.
    case linear
    /// Equal distances for equal ratios; what is not positive is shown as a tick on the axis.
    case logarithmic

    /// Numbers so large that their differences overflow have no place, like those that are not finite.
    func shows(_ value: Double) -> Bool {
      abs(value) < 1e300 && (self == .linear || value > 0)
    }
  }

  /// The quantity or its unit.
  public var name: String
  /// How values are written.
  public var format: ValueFormat
  /// How values are spread.
  public var scale: Scale
  /// The part that is shown, or nil for all of the data.
  public var range: ClosedRange<Double>?

  /// A side from what it measures; without a range it fits the data.
  public init(
    _ name: String = "", format: ValueFormat = .number, scale: Scale = .linear,
    range: ClosedRange<Double>? = nil
  ) {
    self.name = name
    self.format = format
    self.scale = scale
    self.range = range
  }

  /// Whether a value has a place on the axis.
  func shows(_ value: Double) -> Bool { scale.shows(value) }

  /// The scale over the range asked for, else a little more than the data.
  ///
  /// The ends lie on a fine grid: a picture that grows stays still from one step of the grid to the next.
  func steady(_ data: ClosedRange<Double>?) -> Projection {
    let tight = Projection(range ?? data ?? 0...1, scale)
    guard range == nil else { return tight }
    let grid = Ticks.decimalCeiling((tight.upper - tight.lower) / 50)
    return tight.widened(to: grid)
  }

  /// The steady scale, on a linear axis rounded up to the next of at most so many ticks.
  func rounded(_ data: ClosedRange<Double>?, ticks: Int) -> Projection {
    let steady = steady(includingZero(data))
    guard range == nil, scale == .linear else { return steady }
    for step in Ticks.steps(span: steady.upper - steady.lower, ticks: ticks, format: format) {
      let rounded = steady.widened(to: step)
      if Int(((rounded.upper - rounded.lower) / step).rounded()) < max(ticks, 2) { return rounded }
    }
    return steady
  }

  /// Shares of a whole are seen from nothing up.
  private func includingZero(_ data: ClosedRange<Double>?) -> ClosedRange<Double>? {
    guard scale == .linear, format == .percent || format == .averagePrecision, let data else { return data }
    return min(data.lowerBound, 0)...max(data.upperBound, 0)
  }
}

/// Where values lie between the two ends of an axis.
struct Projection: Hashable, Sendable {
  let scale: Axis.Scale
  /// The ends, as they are spread: logarithms on a logarithmic axis.
  let lower: Double
  let upper: Double

  /// A range without width, or without positive numbers on a logarithmic axis, is widened to one that has.
  init(_ range: ClosedRange<Double>, _ scale: Axis.Scale) {
    self.scale = scale
    var lower = range.lowerBound
    var upper = range.upperBound
    if scale == .logarithmic {
      upper = log10(upper > 0 ? upper : 1)
      lower = lower > 0 ? log10(lower) : upper - 3
    }
    if upper - lower <= abs(upper) * 1e-12 {
      let half = scale == .linear ? max(abs(upper) * 0.05, 1e-9) : 0.05
      (lower, upper) = (lower - half, upper + half)
    }
    self.lower = lower
    self.upper = upper
  }

  private init(scale: Axis.Scale, lower: Double, upper: Double) {
    (self.scale, self.lower, self.upper) = (scale, lower, upper)
  }

  /// The ends moved outwards to multiples of a step.
  func widened(to step: Double) -> Projection {
    let first = (lower / step + 1e-9).rounded(.down)
    let last = max((upper / step - 1e-9).rounded(.up), first + 1)
    return Projection(scale: scale, lower: first * step, upper: last * step)
  }

  /// The ends as values.
  var range: ClosedRange<Double> { unspread(lower)...unspread(upper) }

  /// 0 at the lower end and 1 at the upper one; nil for what has no place on the axis.
  func fraction(_ value: Double) -> Double? {
    guard scale.shows(value) else { return nil }
    return ((scale == .linear ? value : log10(value)) - lower) / (upper - lower)
  }

  func unspread(_ position: Double) -> Double {
    scale == .linear ? position : pow(10, position)
  }
}
