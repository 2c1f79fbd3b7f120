import Annotations

/// The numbers of an evaluation: those of its benchmark, and each class's.
public struct EvaluationResults: Sendable {
  /// How it was counted.
  public let rules: BenchmarkRules
  /// Every class of the dataset, by class index.
  public let classes: [ClassAccuracy]

  /// Mean AP of the classes; nil where there is nothing to find.
  public func averagePrecision(_ area: AreaRange = .all) -> Double? {
    mean(classes.lazy.map { $0.averagePrecision(area) })
  }

  /// Mean AP at one of the IoU thresholds .50, .55, … .95, by its index; nil where there is nothing to find.
  public func averagePrecision(threshold: Int) -> Double? {
    mean(classes.lazy.map { $0.averagePrecision(.all, threshold: threshold) })
  }

  /// Mean AP of LVIS's rare, common or frequent classes; nil where there is nothing to find.
  public func averagePrecision(of frequency: Frequency) -> Double? {
    mean(classes.lazy.filter { $0.category.frequency == frequency }.map(\.averagePrecision))
  }

  /// Mean recall of the classes with the detection limit at an index of the rules'; nil where there is nothing to find.
  public func averageRecall(_ area: AreaRange, limit: Int = 0) -> Double? {
    mean(classes.lazy.map { $0.averageRecall(area, limit: limit) })
  }
}
