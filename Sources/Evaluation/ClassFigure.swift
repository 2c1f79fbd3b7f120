/// A figure of a class as events, tables and cards know it: a new one is one more entry of `all`.
public struct ClassFigure: Sendable {
  /// The name behind the task's: "AP" of "bbox/AP".
  public let name: String
  /// Its value, AP from 0 to 100; nil where the class has nothing to measure it by.
  let value: @Sendable (ClassAccuracy) -> Double?

  private init(_ name: String, _ value: @escaping @Sendable (ClassAccuracy) -> Double?) {
    self.name = name
    self.value = value
  }

  /// Every figure.
  /// NOTE: the bounds of AP50 are of AP over all truths: what the ranking allows, times the share that is found.
  public static let all =
    ranking + errors + [
      ClassFigure("truths") { Double($0.truthCount) },
      ClassFigure("lost") { $0.confusion.map { Double($0.lost) } },
    ]

  private static let ranking = [
    ClassFigure("AP") { $0.averagePrecision.map { 100 * $0 } },
    ClassFigure("R") { $0.ranking?.rankingError },
    ClassFigure("AP50least") { $0.ranking.map { 100 * $0.recall * $0.band.lowerBound } },
    ClassFigure("AP50most") { $0.ranking.map { 100 * $0.recall * $0.band.upperBound } },
    ClassFigure("R_dup") { $0.duplicates.rankingError },
    ClassFigure("dAP_dups") { $0.duplicates.gain.map { 100 * $0 } },
  ]

  /// What mending each kind of error adds to AP at IoU .5.
  private static let errors = ErrorKind.allCases.map { kind in
    ClassFigure("dAP_\(kind.name)") { $0.errors?.gain(kind).map { 100 * $0 } }
  }
}

extension ClassAccuracy {
  /// The figures there are, each by its name.
  public var figures: [(name: String, value: Double)] {
    ClassFigure.all.compactMap { figure in figure.value(self).map { (figure.name, $0) } }
  }
}
