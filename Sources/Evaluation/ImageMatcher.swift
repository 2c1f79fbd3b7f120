import Annotations

/// Finds out, for one image at a time, which detections find which truths.
struct ImageMatcher: Sendable {
  let dataset: Dataset
  let rules: BenchmarkRules
  let task: EvaluationTask
  let truths: TruthIndex

  init(_ dataset: Dataset, rules: BenchmarkRules, task: EvaluationTask) {
    self.dataset = dataset
    self.rules = rules
    self.task = task
    truths = TruthIndex(dataset, rules: rules)
  }

  /// What became of an image's detections that take part, class by class, best first.
  ///
  /// - Parameter indices: The image's detections in the order of their file, as indices of `detections` and `masks`.
  func outcomes(
    image: Int, detections: [DetectedInstance], indices: some Collection<Int>, masks: any MaskSource
  ) throws -> [Outcome] {
    let participants = participants(indices, of: detections, image: image)
    let record = dataset.images[image]
    let instances = truths.instances(ofImage: image)
    var outcomes: [Outcome] = []
    outcomes.reserveCapacity(participants.count)
    var matrix = OverlapMatrix()
    var rest = participants[...]
    var instancesLeft = instances
    while let first = rest.first {
      let category = detections[first].category
      let found = rest.prefix { detections[$0].category == category }
      rest = rest.dropFirst(found.count)
      instancesLeft = instancesLeft.drop { dataset.instances[$0].category < category }
      let truths = instancesLeft.prefix { dataset.instances[$0].category == category }
      let excused = excusedConditions(category, in: record)
      if !truths.isEmpty { try measure(&matrix, found, of: detections, masks: masks, truths: truths) }
      var matching = GreedyMatching(truths.lazy.map { dataset.instances[$0] }, rules: rules)
      for (rank, index) in found.enumerated() {
        let detection = detections[index]
        let match = matching.match { matrix[rank, $0] }
        let excused = excused.union(.outside(area: detection.area))
        outcomes.append(
          Outcome(
            category: Int32(category), rank: Int32(rank), score: detection.score,
            truePositive: match.found.subtracting(match.ignored),
            falsePositive: Conditions.every.subtracting(match.found.union(match.ignored).union(excused))))
      }
    }
    return outcomes
  }

  private func measure(
    _ matrix: inout OverlapMatrix, _ found: ArraySlice<Int>, of detections: [DetectedInstance],
    masks: any MaskSource, truths: ArraySlice<Int>
  ) throws {
    switch task {
    case .boxes:
      matrix.measure(
        found.lazy.map { detections[$0] },
        truths: truths.lazy.map { (dataset.instances[$0].box, rules.isCrowd(dataset.instances[$0])) })
    case .masks(let source):
      try matrix.measure(found, of: masks, truths: truths, of: source) {
        rules.isCrowd(dataset.instances[$0])
      }
    }
  }

  /// Where an unmatched detection of a class counts for nothing, whatever its size.
  private func excusedConditions(_ category: Int, in image: ImageRecord) -> Conditions {
    switch rules {
    case .lvis: image.notExhaustive.contains(category) ? .every : []
    case .coco: []
    }
  }
}

// MARK: - Who takes part

extension ImageMatcher {
  /// Indices of the detections that take part, by class, then score from the best, then order of appearance.
  private func participants(
    _ indices: some Collection<Int>, of detections: [DetectedInstance], image: Int
  ) -> [Int] {
    switch rules {
    case .lvis(let limit):
      let known = knownClasses(in: image)
      return best(limit, of: indices, detections).filter {
        detections[$0].area > 0 && known.contains(detections[$0].category)
      }.sorted { isBefore($0, $1, detections) }
    case .coco(let limits):
      let sorted = indices.sorted { isBefore($0, $1, detections) }
      return prefixOfEachClass(limits.last ?? 0, sorted, detections)
    }
  }

  /// Classes that the image is known to show or not to show.
  private func knownClasses(in image: Int) -> Set<Int> {
    Set(dataset.images[image].negatives).union(
      truths.instances(ofImage: image).lazy.map { dataset.instances[$0].category })
  }

  private func best(_ limit: Int, of indices: some Collection<Int>, _ detections: [DetectedInstance]) -> [Int]
  {
    guard indices.count > limit else { return Array(indices) }
    return Array(
      indices.sorted { a, b in
        (detections[b].score, a) < (detections[a].score, b)
      }.prefix(limit))
  }

  private func isBefore(_ a: Int, _ b: Int, _ detections: [DetectedInstance]) -> Bool {
    let (first, second) = (detections[a], detections[b])
    return (first.category, second.score, a) < (second.category, first.score, b)
  }

  private func prefixOfEachClass(_ limit: Int, _ sorted: [Int], _ detections: [DetectedInstance]) -> [Int] {
    var rank = 0, previous: Int?
    return sorted.filter { index in
      rank = detections[index].category == previous ? rank + 1 : 0
      previous = detections[index].category
      return rank < limit
    }
  }
}
