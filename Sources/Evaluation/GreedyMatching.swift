import Annotations

/// Truths of one class in one image, given to detections one by one, best first: each takes the free truth that it
/// overlaps most, one that counts before one that is ignored.
struct GreedyMatching {
  private struct Truth {
    /// Where it is ignored.
    let ignored: Conditions
    /// Where it is found.
    var taken: Conditions = []
    /// A crowd is found by any number of detections.
    let isCrowd: Bool
    /// NOTE: the `lvis` package and pycocotools take a truth of id 0 for none: its finders count as having found nothing.
    let isNameless: Bool
  }

  private var truths: [Truth]
  private var candidates: [(truth: Int, overlap: Double)] = []

  init(_ instances: some Sequence<Instance>, rules: BenchmarkRules) {
    truths = instances.map { instance in
      Truth(
        ignored: instance.ignoredConditions(by: rules), isCrowd: rules.isCrowd(instance),
        isNameless: instance.id == 0)
    }
  }

  /// Gives the next detection its truths; returns where it found one, and where that one is ignored.
  mutating func match(overlaps: (Int) -> Double) -> (found: Conditions, ignored: Conditions) {
    candidates.removeAll(keepingCapacity: true)
    var best = 0.0
    for index in truths.indices {
      let overlap = overlaps(index)
      guard overlap >= IoUThresholds.required[0] else { continue }
      candidates.append((index, overlap))
      best = max(best, overlap)
    }
    guard !candidates.isEmpty else { return ([], []) }
    var found: Conditions = [], ignored: Conditions = []
    for (threshold, required) in IoUThresholds.required.enumerated() where best >= required {
      for area in AreaRange.allCases {
        let condition = Conditions(area, threshold: threshold)
        guard let index = choose(condition, overlap: required) else { continue }
        truths[index].taken.formUnion(condition)
        if !truths[index].isNameless { found.formUnion(condition) }
        if truths[index].ignored.contains(condition) { ignored.formUnion(condition) }
      }
    }
    return (found, ignored)
  }

  /// Of the free candidates the one of most overlap, the later of equal ones.
  private func choose(_ condition: Conditions, overlap required: Double) -> Int? {
    var counting: Int?, ignored: Int?
    var (countingOverlap, ignoredOverlap) = (required, required)
    for (index, overlap) in candidates {
      let truth = truths[index]
      guard truth.isCrowd || !truth.taken.contains(condition) else { continue }
      if truth.ignored.contains(condition) {
        if overlap >= ignoredOverlap { (ignored, ignoredOverlap) = (index, overlap) }
      } else if overlap >= countingOverlap {
        (counting, countingOverlap) = (index, overlap)
      }
    }
    return counting ?? ignored
  }
}
