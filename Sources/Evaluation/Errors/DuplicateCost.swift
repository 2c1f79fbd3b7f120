/// What the duplicates of one class cost at IoU 0.5: false positives that lie on truths which better detections have found.
public struct DuplicateCost: Sendable, Equatable {
  /// How many there are.
  public let count: Int
  /// ΔAP_dup: AP with the duplicates taken out, less AP, 0 to 1; nil where there is nothing to find.
  public let gain: Double?
  /// R_dup: the share of pairs of a true and a false positive that are lost to duplicates, ties counted ½: R is R_dup and the
  /// share lost to others; nil without a true positive.
  public let rankingError: Double?

  init(_ curve: PrecisionRecall) {
    let condition = Conditions(.all, threshold: 0)
    let isDuplicate = { (outcome: Outcome) in outcome.isDuplicate && outcome.falsePositive.contains(condition)
    }
    let rest = curve.outcomes.filter { !isDuplicate($0) }
    let precision = curve.averagePrecision(.all, threshold: 0)
    let without = PrecisionRecall(outcomes: rest, truthCount: curve.truthCount)
      .averagePrecision(.all, threshold: 0)
    count = curve.outcomes.count - rest.count
    gain = precision.flatMap { precision in without.map { $0 - precision } }
    rankingError = Self.rankingError(curve.outcomes, condition, isDuplicate)
  }

  /// The lost pairs of duplicates over all pairs.
  private static func rankingError(
    _ outcomes: [Outcome], _ condition: Conditions, _ isDuplicate: (Outcome) -> Bool
  ) -> Double? {
    var positives = 0, negatives = 0, duplicates = 0, lost = 0.0
    var tie = (score: Double.nan, positives: 0, duplicates: 0)
    for outcome in outcomes {
      if outcome.score != tie.score { tie = (outcome.score, 0, 0) }
      if outcome.truePositive.contains(condition) {
        positives += 1
        tie.positives += 1
        lost += Double(duplicates) - Double(tie.duplicates) / 2
      } else if outcome.falsePositive.contains(condition) {
        negatives += 1
        guard isDuplicate(outcome) else { continue }
        duplicates += 1
        tie.duplicates += 1
        lost += Double(tie.positives) / 2
      }
    }
    return positives == 0 ? nil : lost / Double(max(positives * negatives, 1))
  }
}
