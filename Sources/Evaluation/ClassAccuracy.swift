import Annotations

/// How well one class is detected.
public struct ClassAccuracy: Sendable {
  /// The class.
  public let category: Category
  /// Truths to be found, of every size.
  public let truthCount: Int
  /// How its detections are ranked at IoU 0.5, and the AP that follows; nil without a true positive.
  public let ranking: RankingQuality?
  /// How often its detections of a score are right at IoU 0.5.
  public let reliability: Reliability
  /// What its duplicates cost at IoU 0.5.
  public let duplicates: DuplicateCost
  /// What it loses at IoU 0.5, and to what; nil unless errors were asked for.
  public let errors: ClassErrors?
  /// Who takes its objects and whose it takes; nil unless errors were asked for.
  public let confusion: ClassConfusion?
  /// Detections that share their score with another, and all.
  let tied: (count: Int, of: Int)
  /// AP of each area range and threshold; nil where there is nothing to find.
  private let precisions: [[Double?]]
  /// Recall of each detection limit, area range and threshold; nil where there is nothing to find.
  private let recalls: [[[Double?]]]

  init(
    _ category: Category, outcomes: [Outcome], rules: BenchmarkRules, errors: ClassErrors?,
    confusion: ClassConfusion?, truthCount: @escaping @Sendable (AreaRange) -> Int
  ) {
    let curve = PrecisionRecall(outcomes: outcomes.byDescendingScore(), truthCount: truthCount)
    let thresholds = IoUThresholds.values.indices
    self.category = category
    self.truthCount = truthCount(.all)
    ranking = RankingQuality(curve.outcomes, truthCount: truthCount(.all))
    reliability = Reliability(curve.outcomes)
    duplicates = DuplicateCost(curve)
    tied = curve.outcomes.tied
    self.errors = errors
    self.confusion = confusion
    precisions = AreaRange.allCases.map { area in
      thresholds.map { curve.averagePrecision(area, threshold: $0) }
    }
    recalls = curve.recalls(rankLimits: rules.rankLimits)
  }

  /// R_other: the share of pairs that are lost to other false positives than duplicates; nil without a true positive.
  public var otherRankingError: Double? {
    ranking.flatMap { ranking in duplicates.rankingError.map { ranking.rankingError - $0 } }
  }

  /// AP over IoU .50 to .95 and every size; nil where there is nothing to find.
  public var averagePrecision: Double? { averagePrecision(.all) }

  /// AP over IoU .50 to .95; nil where there is nothing to find.
  public func averagePrecision(_ area: AreaRange) -> Double? { mean(precisions[area.rawValue]) }

  /// AP at one of the IoU thresholds .50, .55, … .95, by its index; nil where there is nothing to find.
  public func averagePrecision(_ area: AreaRange, threshold: Int) -> Double? {
    precisions[area.rawValue][threshold]
  }

  /// Recall over IoU .50 to .95 with the detection limit at an index of the rules'; nil where there is nothing to find.
  public func averageRecall(_ area: AreaRange, limit: Int = 0) -> Double? {
    mean(recalls[limit][area.rawValue])
  }
}

extension BenchmarkRules {
  /// Ranks in a class and image below which detections count, for each recall that is reported.
  var rankLimits: [Int] {
    switch self {
    case .lvis, .lvisFixed: [.max]
    case .coco(let limits): limits
    }
  }
}

extension [Outcome] {
  /// Best first; equal scores keep their order.
  func byDescendingScore() -> [Outcome] {
    indices.sorted { (self[$1].score, $0) < (self[$0].score, $1) }.map { self[$0] }
  }
}

/// The mean of the values there are; nil of none.
func mean(_ values: some Sequence<Double?>) -> Double? {
  var sum = 0.0, count = 0
  for case let value? in values {
    sum += value
    count += 1
  }
  return count == 0 ? nil : sum / Double(count)
}
