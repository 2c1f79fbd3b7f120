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
  /// Where α and R confine `detectedAveragePrecision`, but for the slack.
  public let band: ClosedRange<Double>
  /// How far below the band it may lie, since ties are counted ½ but stand in some order; 0 without ties.
  public let slackBelow: Double
  /// How far above the band it may lie: likewise, and since the bounds are of an integral over recall, which a sum over
  /// n true positives exceeds by (3 + ln n) / 4n at most.
  public let slackAbove: Double

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
    var positives = 0, negatives = 0, precisions = 0.0
    var outranked = 0.0, tied = 0.0
    var tie = (score: Double.nan, positives: 0, negatives: 0)
    for (score, isTrue) in detections {
      if score != tie.score { tie = (score, 0, 0) }
      if isTrue {
        positives += 1
        tie.positives += 1
        precisions += Double(positives) / Double(positives + negatives)
        outranked += Double(negatives - tie.negatives)
        tied += Double(tie.negatives)
      } else {
        negatives += 1
        tie.negatives += 1
        tied += Double(tie.positives)
      }
    }
    guard positives > 0 else { return nil }
    let (odds, pairs) = (Double(negatives) / Double(positives), Double(max(positives * negatives, 1)))
    oddsAgainst = odds
    rankingError = (outranked + tied / 2) / pairs
    recall = Double(positives) / Double(truthCount)
    detectedAveragePrecision = precisions / Double(positives)
    band = Self.band(oddsAgainst: odds, rankingError: rankingError)
    slackBelow =
      band.lowerBound
      - Self.band(oddsAgainst: odds, rankingError: (outranked + tied) / pairs).lowerBound
    slackAbove =
      Self.band(oddsAgainst: odds, rankingError: outranked / pairs).upperBound - band.upperBound
      + (3 + log(Double(positives))) / Double(4 * positives)
  }

  /// The AP that α and R leave possible: 1 − √(⅔ α R) or 8 / (9 (1 + 2 α R)) to 1 − α ln((1 + α)/(1 + α − R)).
  public static func band(oddsAgainst α: Double, rankingError error: Double) -> ClosedRange<Double> {
    let most = 1 + α * log1p(-error / (1 + α))
    let least = max(1 - (α * error / 1.5).squareRoot(), 8 / (9 * (1 + 2 * α * error)))
    return min(least, most)...most
  }
}
