/// A published result to measure runs against.
public struct ReferenceResult: Sendable, Equatable {
  /// How it is called on a chart: "ecm r50 1x".
  public let name: String
  /// Classes of the benchmark it was measured on: runs of other numbers do not compare.
  public let classCount: Int
  /// Its figures, 0–100.
  public let summary: [MetricKey: Double]

  /// A result of these figures.
  public init(name: String, classCount: Int, summary: [MetricKey: Double]) {
    self.name = name
    self.classCount = classCount
    self.summary = summary
  }
}
