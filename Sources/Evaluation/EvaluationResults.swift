import Annotations

/// The numbers of an evaluation: those of its benchmark, and each class's.
public struct EvaluationResults: Sendable {
  /// How it was counted.
  public let rules: BenchmarkRules
  /// Every class of the dataset, by class index.
  public let classes: [ClassResult]

  /// A number of the benchmark under the name that the benchmark's own tool gives it.
  public struct Number: Sendable, Equatable {
    /// The name.
    public let name: String
    /// From 0 to 1; nil where there is nothing to find.
    public let value: Double?
  }

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

  /// The benchmark's own list: 13 numbers for LVIS, 12 for COCO.
  public var summary: [Number] {
    switch rules {
    case .lvis(let limit): precisionNumbers + frequencyNumbers + recallNumbers(limits: [limit])
    case .coco(let limits): precisionNumbers + recallNumbers(limits: limits)
    }
  }

  private var precisionNumbers: [Number] {
    [
      Number(name: "AP", value: averagePrecision()),
      Number(name: "AP50", value: averagePrecision(threshold: 0)),
      Number(name: "AP75", value: averagePrecision(threshold: 5)),
      Number(name: "APs", value: averagePrecision(.small)),
      Number(name: "APm", value: averagePrecision(.medium)),
      Number(name: "APl", value: averagePrecision(.large)),
    ]
  }

  private var frequencyNumbers: [Number] {
    Frequency.allCases.map { Number(name: "AP\($0.rawValue)", value: averagePrecision(of: $0)) }
  }

  private func recallNumbers(limits: [Int]) -> [Number] {
    guard let last = limits.indices.last else { return [] }
    let sizes: [(String, AreaRange)] = [("s", .small), ("m", .medium), ("l", .large)]
    return limits.indices.map { Number(name: "AR@\(limits[$0])", value: averageRecall(.all, limit: $0)) }
      + sizes.map { Number(name: "AR\($0)@\(limits[last])", value: averageRecall($1, limit: last)) }
  }
}
