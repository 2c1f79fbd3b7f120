import Events

/// Classes that a log's own are recognised as: their counts are known though the log does not say them.
public struct KnownClasses: Sendable {
  /// Every class, in index order.
  public let classes: [ClassDescription]
  private let indices: [String: Int]

  /// Classes to recognise by name, or by results of rare, common and frequent ones.
  public init(_ classes: [ClassDescription]) {
    self.classes = classes
    indices = Dictionary(classes.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The classes that evaluations name, in the order of their names; nil where they name none.
  init?(named evaluations: [LoggedEvaluation], instances: [String: Int]) {
    let names = Set(evaluations.flatMap { $0.classes.map(\.name) })
    guard !names.isEmpty else { return nil }
    self.init(names.sorted().map { ClassDescription(named: $0, instances: instances[$0]) })
  }

  /// Whether an evaluation is of these classes: nine of ten of its classes are among them, or, where it names none, it
  /// has LVIS's bins.
  func areThose(of evaluation: LoggedEvaluation) -> Bool {
    guard evaluation.classes.isEmpty else {
      let known = evaluation.classes.lazy.filter { indices[$0.name] != nil }.count
      return evaluation.classes.count >= 100 && known * 10 >= evaluation.classes.count * 9
    }
    return EvaluationTask.allCases.contains { task in
      evaluation.summary[.averagePrecision(task, bin: .frequent)] != nil
        && evaluation.summary[.averagePrecision(task, bin: .common)] != nil
    }
  }

  /// The results of each class, in index order; none where the evaluation names no class.
  func results(of evaluation: LoggedEvaluation) -> [ClassResult] {
    guard !evaluation.classes.isEmpty else { return [] }
    var figures = [[MetricKey: Double]](repeating: [:], count: classes.count)
    for result in evaluation.classes {
      guard let index = indices[result.name] else { continue }
      figures[index][.averagePrecision(result.task)] = result.value
    }
    return figures.map { ClassResult($0) }
  }
}
