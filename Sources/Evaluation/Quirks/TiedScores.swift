import Annotations

extension EvaluationResults {
  /// Detections that share their score with another of their class, and all that take part.
  var tiedDetections: (count: Int, of: Int) {
    classes.reduce((0, 0)) { ($0.0 + $1.tied.count, $0.1 + $1.tied.of) }
  }
}

extension DetectionEvaluation {
  /// The least and the most AP that an order of equal scores can give: false positives first, or true ones.
  var precisionsByTies: (least: Double?, most: Double?) {
    let classes = byClass(outcomes.withLock { $0 })
    let rates = classes.indices.map { category in
      func precision(_ isFirst: (Outcome, Conditions) -> Bool) -> Double? {
        mean(
          (0..<IoUThresholds.count).map { threshold in
            let condition = Conditions(.all, threshold: threshold)
            let outcomes = classes[category].byDescendingScore { isFirst($0, condition) }
            return PrecisionRecall(outcomes: outcomes) { self.matcher.truths.count(ofClass: category, $0) }
              .averagePrecision(.all, threshold: threshold)
          })
      }
      return (
        least: precision { $0.falsePositive.contains($1) }, most: precision { $0.truePositive.contains($1) }
      )
    }
    return (mean(rates.map(\.least)), mean(rates.map(\.most)))
  }
}

extension [Outcome] {
  /// Best first; of equal scores those first that are to come first.
  fileprivate func byDescendingScore(_ isFirst: (Outcome) -> Bool) -> [Outcome] {
    let sorted = byDescendingScore()
    return sorted.indices.sorted { a, b in
      let (first, second) = (sorted[a], sorted[b])
      guard first.score == second.score else { return first.score > second.score }
      return (isFirst(first) ? 0 : 1, a) < (isFirst(second) ? 0 : 1, b)
    }.map { sorted[$0] }
  }

  /// Those, best first, that share their score with another, and all.
  var tied: (count: Int, of: Int) {
    let count = indices.count { index in
      (index > 0 && self[index - 1].score == self[index].score)
        || (index + 1 < self.count && self[index + 1].score == self[index].score)
    }
    return (count, self.count)
  }
}
