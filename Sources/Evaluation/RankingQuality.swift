import Foundation

/// How one class's detections are ranked at one IoU threshold, and what AP must follow from it
/// (Cho & Krähenbühl, ECCV 2022, arXiv 2301.09724, section 4).
public struct RankingQuality: Sendable, Equatable {
  /// α: false positives for each true positive.
  public let oddsAgainst: Double
  /// R: the chance that a false positive is scored above a true positive, ties counted ½.
  public let rankingError: Double
  /// The part of the truths that is found.
  public let recall: Double
  /// Mean precision down to each true positive: AP among what is found; times `recall` it is AP.
  public let detectedAveragePrecision: Double
  /// Where α and R confine `detectedAveragePrecision`, up to a term of the order of one over the true positives.
  public let band: ClosedRange<Double>

  /// Of outcomes by descending score; nil without a true positive.
  init?(_ outcomes: [Outcome], truthCount: Int) {
    let condition = Conditions(.all, threshold: 0)
    self.init(
      outcomes.lazy.compactMap { outcome in
        if outcome.truePositive.contains(condition) { return (outcome.score, true) }
        return outcome.falsePositive.contains(condition) ? (outcome.score, false) : nil
      }, truthCount: truthCount)
  }

  /// Of detections by descending score; nil without a true positive.
  init?(_ detections: some Sequence<(score: Double, isTrue: Bool)>, truthCount: Int) {
    var positives = 0, negatives = 0, precisions = 0.0, outranked = 0.0
    var tie = (score: Double.nan, positives: 0, negatives: 0)
    for (score, isTrue) in detections {
      if score != tie.score { tie = (score, 0, 0) }
      if isTrue {
        positives += 1
        tie.positives += 1
        precisions += Double(positives) / Double(positives + negatives)
        outranked += Double(negatives) - 0.5 * Double(tie.negatives)
      } else {
        negatives += 1
        tie.negatives += 1
        outranked += 0.5 * Double(tie.positives)
      }
    }
    guard positives > 0 else { return nil }
    oddsAgainst = Double(negatives) / Double(positives)
    rankingError = negatives == 0 ? 0 : outranked / (Double(positives) * Double(negatives))
    recall = Double(positives) / Double(truthCount)
    detectedAveragePrecision = precisions / Double(positives)
    band = Self.band(oddsAgainst: oddsAgainst, rankingError: rankingError)
  }

  /// The AP that α and R leave possible: 1 − √(⅔ α R) or 8 / (9 (1 + 2 α R)) to 1 − α ln((1 + α)/(1 + α − R)).
  public static func band(oddsAgainst α: Double, rankingError error: Double) -> ClosedRange<Double> {
    let most = 1 + α * log1p(-error / (1 + α))
    let least = max(1 - (α * error / 1.5).squareRoot(), 8 / (9 * (1 + 2 * α * error)))
    return min(least, most)...most
  }
}
