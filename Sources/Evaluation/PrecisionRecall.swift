import Annotations

/// The outcomes of one class, best score first, and the truths it had to find.
struct PrecisionRecall: Sendable {
  /// By descending score; equal ones by image, then by rank.
  let outcomes: [Outcome]
  let truthCount: @Sendable (AreaRange) -> Int

  /// Mean precision at 101 recalls, each the best that is reached there or beyond; nil where there is nothing to find.
  func averagePrecision(_ area: AreaRange, threshold: Int) -> Double? {
    curve(area, threshold: threshold).map { $0.reduce(0, +) / 101 }
  }

  /// Precision at the recalls 0, 0.01, … 1, each the best that is reached there or beyond, 0 where none is; nil where there
  /// is nothing to find.
  func curve(_ area: AreaRange, threshold: Int) -> [Double]? {
    let truths = truthCount(area)
    guard truths > 0 else { return nil }
    return precisionsAtHits(Conditions(area, threshold: threshold)).interpolated(truthCount: truths) {
      point in
      point == 100 ? 1 : Double(point) * 0.01
    }
  }

  /// The part of the truths that is found by detections of a rank below a limit; nil where there is nothing to find.
  func recall(_ area: AreaRange, threshold: Int, rankBelow limit: Int) -> Double? {
    let truths = truthCount(area)
    guard truths > 0 else { return nil }
    let condition = Conditions(area, threshold: threshold)
    let hits = outcomes.count { $0.truePositive.contains(condition) && $0.rank < limit }
    return Double(hits) / Double(truths)
  }

  /// Precision down to each true positive, as numpy computes it.
  private func precisionsAtHits(_ condition: Conditions) -> [Double] {
    var precisions: [Double] = []
    var misses = 0
    for outcome in outcomes {
      if outcome.truePositive.contains(condition) {
        let hits = Double(precisions.count + 1)
        precisions.append(hits / (hits + Double(misses) + .ulpOfOne))
      } else if outcome.falsePositive.contains(condition) {
        misses += 1
      }
    }
    return precisions
  }
}
