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
  /// Overlap from which a candidate is an object.
  let objectThreshold: Float
  /// Overlap below which it is background.
  let backgroundThreshold: Float
  /// What becomes of a target that no candidate reaches.
  let unreachedTargets: UnreachedTargets

  enum UnreachedTargets {
    case staySo
    /// The candidates that overlap it most stand for an object, however little that is.
    case takeTheirBest
  }

  /// One match a candidate; every one is background where there are no targets.
  ///
  /// A candidate stands for the target it overlaps most, the first among equals.
  func callAsFunction(_ candidates: [CornerBox], targets: [CornerBox]) -> [Match] {
    let best = bestTargets(candidates, targets)
    return best.overlaps.indices.map { index in
      if best.isSomeTargetsBest[index] { return .target(best.targets[index]) }
      let overlap = best.overlaps[index]
      if overlap >= objectThreshold { return .target(best.targets[index]) }
      return overlap < backgroundThreshold ? .background : .ignored
    }
  }

  private struct Best {
    /// Of each candidate: the largest overlap, the target it is with, and whether that target has none larger.
    var overlaps: [Float]
    var targets: [Int]
    var isSomeTargetsBest: [Bool]
  }

  private func bestTargets(_ candidates: [CornerBox], _ targets: [CornerBox]) -> Best {
    let count = candidates.count
    var best = Best(
      overlaps: Array(repeating: 0, count: count), targets: Array(repeating: 0, count: count),
      isSomeTargetsBest: Array(repeating: false, count: count))
    for (index, target) in targets.enumerated() {
      let overlaps = candidates.map { $0.overlap(with: target) }
      for candidate in 0..<count where overlaps[candidate] > best.overlaps[candidate] {
        best.overlaps[candidate] = overlaps[candidate]
        best.targets[candidate] = index
      }
      guard unreachedTargets == .takeTheirBest, let largest = overlaps.max(), largest > 0 else { continue }
      for candidate in 0..<count where overlaps[candidate] == largest {
        best.isSomeTargetsBest[candidate] = true
      }
    }
    return best
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
