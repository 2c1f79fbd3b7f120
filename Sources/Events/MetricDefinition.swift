/// What a metric is measured in and which way it should go: declared once, used by every view.
public struct MetricDefinition: Sendable, Equatable {
  /// The metric defined.
  public let key: MetricKey
  /// What its values are measured in.
  public let unit: Unit
  /// Which way it should go.
  public let direction: Direction

  /// A definition of these facts.
  public init(key: MetricKey, unit: Unit, direction: Direction) {
    self.key = key
    self.unit = unit
    self.direction = direction
  }

  /// What values are measured in.
  public enum Unit: Sendable, Equatable { case none, percent, seconds, imagesPerSecond }

  /// Which way a metric should go.
  public enum Direction: Sendable, Equatable { case lowerIsBetter, higherIsBetter, neutral }

  /// The definition of a key: known ones by table, any other by its family.
  public init(of key: MetricKey) {
    switch key {
    case .learningRate, .gradientNorm, .backgroundToForeground:
      self.init(key: key, unit: .none, direction: .neutral)
    case .throughput: self.init(key: key, unit: .imagesPerSecond, direction: .higherIsBetter)
    case .stepTime, .dataWait: self.init(key: key, unit: .seconds, direction: .lowerIsBetter)
    case _ where key.isEvaluation: self.init(key: key, unit: .percent, direction: .higherIsBetter)
    case _ where key.name.hasPrefix("loss"): self.init(key: key, unit: .none, direction: .lowerIsBetter)
    default: self.init(key: key, unit: .none, direction: .neutral)
    }
  }
}
