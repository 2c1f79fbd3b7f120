/// One value of a metric.
public struct MetricSample: Sendable, Equatable {
  /// The step it belongs to.
  public let step: Int
  /// When it was measured, in seconds since 1970; NaN where nobody said.
  public let time: Double
  /// The raw value; NaN and infinities are values too.
  public let value: Double

  /// A value of a step.
  public init(step: Int, time: Double, value: Double) {
    self.step = step
    self.time = time
    self.value = value
  }
}
