import Recipes

/// What a candidate box stands for.
enum Match: Equatable {
  /// The target of this index.
  case target(Int)
  case background
  /// Neither: left out of the losses.
  case ignored
}

/// Tells which target each candidate box stands for, by overlap (intersection over union).
struct Matcher {
  let rules: Recipe.Detector.Matching

  /// One match a candidate; every one that attends is background where there are no targets.
  ///
  /// A candidate stands for the target it overlaps most, the first among equals.
  ///
  /// - Parameter attendance: which candidates take part, the others being ignored; nil for all.
  func callAsFunction(
    _ candidates: [CornerBox], targets: [CornerBox], attendance: [Bool]? = nil
  ) -> [Match] {
    let best = bestTargets(candidates, targets, attendance)
    let (objectOverlap, backgroundOverlap) = (Float(rules.objectOverlap), Float(rules.backgroundOverlap))
    return candidates.indices.map { index in
      if let attendance, !attendance[index] { return .ignored }
      if let claimed = best.claims[index] { return .target(claimed) }
      let overlap = best.overlaps[index]
      if overlap >= objectOverlap { return .target(best.targets[index]) }
      return overlap < backgroundOverlap ? .background : .ignored
    }
  }

  private struct Best {
    /// Of each candidate: the largest overlap, and the target it is with.
    var overlaps: [Float]
    var targets: [Int]
    /// What candidates stand for as some target's best.
    var claims: [Int: Int] = [:]
  }

  private func bestTargets(
    _ candidates: [CornerBox], _ targets: [CornerBox], _ attendance: [Bool]?
  ) -> Best {
    let count = candidates.count
    var best = Best(
      overlaps: Array(repeating: 0, count: count), targets: Array(repeating: 0, count: count))
    for (index, target) in targets.enumerated() {
      var overlaps = candidates.map { $0.overlap(with: target) }
      if let attendance {
        for candidate in 0..<count where !attendance[candidate] { overlaps[candidate] = 0 }
      }
      for candidate in 0..<count where overlaps[candidate] > best.overlaps[candidate] {
        best.overlaps[candidate] = overlaps[candidate]
        best.targets[candidate] = index
      }
      claim(for: index, overlaps, &best.claims)
    }
    if rules.bestCandidates == .kept {
      best.claims = Dictionary(uniqueKeysWithValues: best.claims.keys.map { ($0, best.targets[$0]) })
    }
    return best
  }

  /// Notes a target's best candidates, over what targets before claimed.
  private func claim(for target: Int, _ overlaps: [Float], _ claims: inout [Int: Int]) {
    guard rules.bestCandidates != .ordinary, let largest = overlaps.max(),
      largest > 0, largest >= Float(rules.bestOverlap)
    else { return }
    for candidate in overlaps.indices where overlaps[candidate] == largest { claims[candidate] = target }
  }
}

extension CornerBox {
  /// Width × height.
  var area: Float { width * height }

  /// Intersection over union; 0 where a box has no area.
  func overlap(with other: CornerBox) -> Float {
    let width = min(x2, other.x2) - max(x1, other.x1)
    let height = min(y2, other.y2) - max(y1, other.y1)
    guard width > 0 && height > 0 else { return 0 }
    let intersection = width * height
    return intersection / (area + other.area - intersection)
  }
}
