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

  /// Recalls below each of some limits of rank, of each area range and threshold, counted in one go; nil where there is nothing
  /// to find.
  func recalls(rankLimits: [Int]) -> [[[Double?]]] {
    var hits = [[Int]](repeating: [Int](repeating: 0, count: Conditions.count), count: rankLimits.count)
    for outcome in outcomes where !outcome.truePositive.isEmpty {
      for (index, limit) in rankLimits.enumerated() where outcome.rank < limit {
        outcome.truePositive.forEachIndex { hits[index][$0] += 1 }
      }
    }
    return hits.map { hits in
      AreaRange.allCases.map { area in
        let truths = truthCount(area)
        return (0..<IoUThresholds.count).map { threshold in
          truths > 0 ? Double(hits[Conditions.index(area, threshold: threshold)]) / Double(truths) : nil
        }
      }
    }
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
