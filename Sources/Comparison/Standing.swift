import Events

/// What one loss came to over its seeds.
public struct Standing: Sendable, Equatable {
  /// The loss's name, as recipes write it.
  public let loss: String
  /// Its runs, by seed.
  public let runs: [ContestantRun]

  /// The runs that came to their end: only these count.
  public var finished: [ContestantRun] { runs.filter { $0.progress == .finished } }

  /// A metric over the finished runs that have it; nil where none has.
  public func spread(of key: MetricKey) -> Spread? { Spread(finished.compactMap { $0.results[key] }) }

  /// The standings of runs, in the order in which their losses first occur.
  public static func of(_ runs: [ContestantRun]) -> [Standing] {
    var losses: [String] = []
    for run in runs where !losses.contains(run.contestant.loss) { losses.append(run.contestant.loss) }
    return losses.map { loss in Standing(loss: loss, runs: runs.filter { $0.contestant.loss == loss }) }
  }
}

/// Mean and sample standard deviation (n − 1) of a few values.
public struct Spread: Sendable, Equatable {
  /// The mean.
  public let mean: Double
  /// The sample standard deviation; nil for one value.
  public let deviation: Double?

  /// The spread of values; nil without any.
  public init?(_ values: [Double]) {
    guard !values.isEmpty else { return nil }
    let mean = values.reduce(0, +) / Double(values.count)
    self.mean = mean
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    deviation = values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : nil
  }
}
