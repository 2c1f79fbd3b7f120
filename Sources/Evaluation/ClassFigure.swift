import Events

/// A figure of a class as events, tables and cards know it: a new one is one more entry of `all`.
struct ClassFigure: Sendable {
  /// Its key in the results of a task.
  let key: @Sendable (Events.EvaluationTask) -> MetricKey
  /// Its value, AP from 0 to 100; nil where the class has nothing to measure it by.
  let value: @Sendable (ClassAccuracy) -> Double?

  private init(
    _ key: @escaping @Sendable (Events.EvaluationTask) -> MetricKey,
    _ value: @escaping @Sendable (ClassAccuracy) -> Double?
  ) {
    self.key = key
    self.value = value
  }

  /// Every figure.
  static let all = ranking + errors

  /// NOTE: the bounds of AP50 are of AP over all truths: what the ranking allows, times the share that is found.
  private static let ranking = [
    ClassFigure({ .averagePrecision($0) }) { $0.averagePrecision.map { 100 * $0 } },
    ClassFigure({ .rankingError($0) }) { $0.ranking?.rankingError },
    ClassFigure({ .leastPrecision($0) }) { $0.ranking.map { 100 * $0.recall * $0.band.lowerBound } },
    ClassFigure({ .mostPrecision($0) }) { $0.ranking.map { 100 * $0.recall * $0.band.upperBound } },
  ]

  /// What mending each kind of error adds to AP at IoU .5, what duplicates cost, and how many truths are lost.
  private static let errors =
    ErrorKind.allCases.map { kind in
      ClassFigure({ .gain(kind, $0) }) { $0.errors?.gain(kind).map { 100 * $0 } }
    } + [
      ClassFigure({ .duplicateRankingError($0) }) { accuracy in
        accuracy.errors.flatMap { _ in accuracy.duplicates.rankingError }
      },
      ClassFigure({ .lost($0) }) { $0.confusion.map { Double($0.lost) } },
    ]
}

extension ClassAccuracy {
  /// The figures there are, each by its key in the results of a task.
  public func figures(_ task: Events.EvaluationTask) -> [MetricKey: Double] {
    ClassFigure.all.reduce(into: [:]) { figures, figure in figures[figure.key(task)] = figure.value(self) }
  }
}
