import Events

/// What the metrics of a run are, found out once as each comes.
struct RunMetrics: Sendable, Equatable {
  private(set) var definitions: [MetricKey: MetricDefinition] = [:]
  /// Losses in the order of the chart: the total, then its parts by name.
  private(set) var lossKeys: [MetricKey] = []
  /// The metric that stands for the run where there is room for one: its loss where it has one.
  private(set) var leadingKey: MetricKey?

  /// Takes in the keys of the metrics there are; what is known already costs a comparison.
  mutating func define(_ keys: Dictionary<MetricKey, MetricSeries>.Keys) {
    guard keys.count != definitions.count else { return }
    definitions = Dictionary(
      uniqueKeysWithValues: keys.map { ($0, definitions[$0] ?? MetricDefinition(of: $0)) })
    lossKeys = keys.filter { definitions[$0]?.family == .loss }.sorted { a, b in
      a == .loss || (b != .loss && a < b)
    }
    leadingKey = lossKeys.first ?? keys.filter { definitions[$0]?.family != .progress }.min() ?? keys.min()
  }

  /// What a metric is.
  subscript(_ key: MetricKey) -> MetricDefinition { definitions[key] ?? MetricDefinition(of: key) }
}

extension RunHistory {
  var lossKeys: [MetricKey] { metrics.lossKeys }
  var leadingKey: MetricKey? { metrics.leadingKey }
}
