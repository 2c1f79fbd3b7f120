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

  /// What a detection found.
  struct Match {
    /// Where it found a truth.
    var found: Conditions = []
    /// Where that one is ignored.
    var ignored: Conditions = []
    /// Whether better ones had found, at IoU 0.5, every truth that it lies on.
    var isDuplicate = false
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

  /// Gives the next detection its truths.
  mutating func match(overlaps: (Int) -> Double) -> Match {
    candidates.removeAll(keepingCapacity: true)
    var best = 0.0
    for index in truths.indices {
      let overlap = overlaps(index)
      guard overlap >= IoUThresholds.required[0] else { continue }
      candidates.append((index, overlap))
      best = max(best, overlap)
    }
    guard !candidates.isEmpty else { return Match() }
    let loosest = Conditions(.all, threshold: 0)
    var match = Match(isDuplicate: candidates.allSatisfy { !isFree($0.truth, loosest) })
    for (threshold, required) in IoUThresholds.required.enumerated() where best >= required {
      for area in AreaRange.allCases {
        let condition = Conditions(area, threshold: threshold)
        guard let index = choose(condition, overlap: required) else { continue }
        truths[index].taken.formUnion(condition)
        if !truths[index].isNameless { match.found.formUnion(condition) }
        if truths[index].ignored.contains(condition) { match.ignored.formUnion(condition) }
      }
    }
    return match
  }

  private func isFree(_ truth: Int, _ condition: Conditions) -> Bool {
    truths[truth].isCrowd || !truths[truth].taken.contains(condition)
  }

  /// Of the free candidates the one of most overlap, the later of equal ones.
  private func choose(_ condition: Conditions, overlap required: Double) -> Int? {
    var counting: Int?, ignored: Int?
    var (countingOverlap, ignoredOverlap) = (required, required)
    for (index, overlap) in candidates {
      guard isFree(index, condition) else { continue }
      if truths[index].ignored.contains(condition) {
        if overlap >= ignoredOverlap { (ignored, ignoredOverlap) = (index, overlap) }
      } else if overlap >= countingOverlap {
        (counting, countingOverlap) = (index, overlap)
      }
    }
    return counting ?? ignored
  }
}
