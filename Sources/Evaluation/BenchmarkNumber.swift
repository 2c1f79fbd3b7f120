import Annotations

/// One number of a benchmark's own list.
public struct BenchmarkNumber: Sendable, Equatable {
  let scope: Scope
  /// From 0 to 1; nil where there is nothing to find.
  public let value: Double?

  /// The name that the benchmark's own tool gives it.
  public var name: String { scope.name }

  /// What a number is the mean of.
  struct Scope: Sendable, Equatable {
    enum Quantity {
      case precision, recall
    }

    let quantity: Quantity
    /// How many detections count.
    let limit: Int
    /// The place of that limit among the rules'.
    let limitIndex: Int
    /// The index of its IoU threshold; nil for the mean of all.
    var threshold: Int?
    var area = AreaRange.all
    /// The classes it is of; nil for all.
    var frequency: Frequency?
  }
}

extension BenchmarkNumber.Scope {
  var name: String {
    switch quantity {
    case .precision: "AP" + overlap + area.letter + (frequency.map { String($0.rawValue) } ?? "")
    case .recall: "AR" + area.letter + "@\(limit)"
    }
  }

  private var overlap: String {
    threshold.map { "\(Int((100 * IoUThresholds.values[$0]).rounded()))" } ?? ""
  }
}

extension AreaRange {
  /// What a number of one size has in its name.
  var letter: String {
    switch self {
    case .all: ""
    case .small: "s"
    case .medium: "m"
    case .large: "l"
    }
  }
}

extension BenchmarkRules {
  /// The benchmark's own list: 13 numbers for LVIS, 12 for COCO.
  fileprivate var scopes: [BenchmarkNumber.Scope] {
    switch self {
    case .lvis(let limit): precisions([limit]) + bins(limit) + recalls([limit])
    case .coco(let limits): precisions(limits) + recalls(limits)
    case .lvisFixed: precisions([-1]) + bins(-1) + recalls([-1])
    }
  }

  /// Precision has the last of the limits.
  private func precisions(_ limits: [Int]) -> [BenchmarkNumber.Scope] {
    let (limit, index) = (limits.last ?? 0, limits.count - 1)
    return [nil, 0, 5].map { .init(quantity: .precision, limit: limit, limitIndex: index, threshold: $0) }
      + sizes.map { .init(quantity: .precision, limit: limit, limitIndex: index, area: $0) }
  }

  private func bins(_ limit: Int) -> [BenchmarkNumber.Scope] {
    Frequency.allCases.map { .init(quantity: .precision, limit: limit, limitIndex: 0, frequency: $0) }
  }

  /// Recall of each size has the last of the limits.
  private func recalls(_ limits: [Int]) -> [BenchmarkNumber.Scope] {
    let (limit, index) = (limits.last ?? 0, limits.count - 1)
    return limits.enumerated().map { .init(quantity: .recall, limit: $1, limitIndex: $0) }
      + sizes.map { .init(quantity: .recall, limit: limit, limitIndex: index, area: $0) }
  }

  private var sizes: [AreaRange] { [.small, .medium, .large] }
}

extension EvaluationResults {
  /// The benchmark's own list.
  public var summary: [BenchmarkNumber] {
    rules.scopes.map { BenchmarkNumber(scope: $0, value: value(of: $0)) }
  }

  private func value(of scope: BenchmarkNumber.Scope) -> Double? {
    switch (scope.quantity, scope.threshold, scope.frequency) {
    case (.recall, _, _): averageRecall(scope.area, limit: scope.limitIndex)
    case (.precision, let threshold?, _): averagePrecision(threshold: threshold)
    case (.precision, nil, let frequency?): averagePrecision(of: frequency)
    case (.precision, nil, nil): averagePrecision(scope.area)
    }
  }
}
