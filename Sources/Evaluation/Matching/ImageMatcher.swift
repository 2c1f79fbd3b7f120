import Annotations

/// Finds out, for one image at a time, which detections find which truths.
struct ImageMatcher: Sendable {
  let dataset: Dataset
  let rules: BenchmarkRules
  let task: EvaluationTask
  let depth: EvaluationDepth
  let truths: TruthIndex

  init(_ dataset: Dataset, rules: BenchmarkRules, task: EvaluationTask, depth: EvaluationDepth) {
    self.dataset = dataset
    self.rules = rules
    self.task = task
    self.depth = depth
    truths = TruthIndex(dataset, rules: rules)
  }

  /// What became of an image's detections.
  ///
  /// - Parameter indices: The image's detections in the order of their file, as indices of `detections` and `masks`.
  func outcomes(
    image: Int, detections: [DetectedInstance], indices: some Collection<Int>, masks: any MaskSource
  ) throws -> ImageOutcomes {
    let found = FoundInImage(indices: Array(indices), detections: detections, masks: masks)
    let groups = groups(of: participants(found, image: image), found, image: image)
    let truths = truths.instances(ofImage: image)
    var table = OverlapTable(
      detections: found.places.count, truths: truths.count, least: depth.leastOverlap)
    switch depth {
    case .precision:
      try measure(&table, groups.filter { !$0.truths.isEmpty }, of: found, image: image)
      return ImageOutcomes(outcomes: match(groups, of: found, image: image, in: table))
    case .errors:
      let judged = found.best(imageLimit).filter(found.isOfKnownClass)
      let all = ClassGroup(category: 0, detections: judgedAndMore(judged, found)[...], truths: truths)
      try measure(&table, [all], of: found, image: image)
      return ImageOutcomes(
        outcomes: match(groups, of: found, image: image, in: table),
        errors: judge(judged, of: found, image: image, in: table))
    }
  }

  /// What became of detections that take part, class by class.
  private func match(
    _ groups: [ClassGroup], of found: FoundInImage, image: Int, in table: OverlapTable
  ) -> [Outcome] {
    var outcomes: [Outcome] = []
    outcomes.reserveCapacity(groups.reduce(0) { $0 + $1.detections.count })
    let firstTruth = truths.instances(ofImage: image).startIndex
    for group in groups {
      let excused = excusedConditions(group.category, in: dataset.images[image])
      var matching = GreedyMatching(group.truths.lazy.map { dataset.instances[$0] }, rules: rules)
      let column = group.truths.startIndex - firstTruth
      for (rank, place) in group.detections.enumerated() {
        let match = matching.match { table[place, column + $0] }
        outcomes.append(
          Outcome(match, of: found[place], rank: rank, excused: excused))
      }
    }
    return outcomes
  }

  /// Where an unmatched detection of a class counts for nothing, whatever its size.
  private func excusedConditions(_ category: Int, in image: ImageRecord) -> Conditions {
    switch rules {
    case .lvis, .lvisFixed: image.notExhaustive.contains(category) ? .every : []
    case .coco: []
    }
  }
}

extension Outcome {
  fileprivate init(
    _ match: GreedyMatching.Match, of detection: DetectedInstance, rank: Int, excused: Conditions
  ) {
    let excused = excused.union(.outside(area: detection.area))
    category = Int32(detection.category)
    self.rank = Int32(rank)
    score = detection.score
    truePositive = match.found.subtracting(match.ignored)
    falsePositive = Conditions.every.subtracting(match.found.union(match.ignored).union(excused))
    isDuplicate = match.isDuplicate
  }
}

// MARK: - Who takes part

extension ImageMatcher {
  /// Detections of one class that take part, best first, and the truths of the class, both of one image.
  private struct ClassGroup {
    let category: Int
    let detections: ArraySlice<Int>
    /// A slice of the image's truths.
    let truths: ArraySlice<Int>
  }

  private func groups(of participants: [Int], _ found: FoundInImage, image: Int) -> [ClassGroup] {
    var groups: [ClassGroup] = []
    var rest = participants[...]
    var truthsLeft = truths.instances(ofImage: image)
    while let first = rest.first {
      let category = found[first].category
      let detections = rest.prefix { found[$0].category == category }
      truthsLeft = truthsLeft.drop { dataset.instances[$0].category < category }
      let truths = truthsLeft.prefix { dataset.instances[$0].category == category }
      groups.append(ClassGroup(category: category, detections: detections, truths: truths))
      rest = rest.dropFirst(detections.count)
    }
    return groups
  }

  /// Places of the detections that take part, by class, then score from the best, then order of appearance.
  private func participants(_ found: FoundInImage, image: Int) -> [Int] {
    switch rules {
    case .lvis(let limit):
      return known(found.places.count > limit ? found.best(limit) : Array(found.places), found, image: image)
    case .lvisFixed: return known(Array(found.places), found, image: image)
    case .coco(let limits): return prefixOfEachClass(limits.last ?? 0, found)
    }
  }

  /// Those of a class that the image is known to show or not to show, and of some area.
  private func known(_ places: [Int], _ found: FoundInImage, image: Int) -> [Int] {
    let known = knownClasses(in: image)
    return found.byClass(places.lazy.filter { found[$0].area > 0 && known.contains(found[$0].category) })
  }

  /// Classes that the image is known to show or not to show.
  private func knownClasses(in image: Int) -> Set<Int> {
    Set(dataset.images[image].negatives).union(
      truths.instances(ofImage: image).lazy.map { dataset.instances[$0].category })
  }

  private func prefixOfEachClass(_ limit: Int, _ found: FoundInImage) -> [Int] {
    var rank = 0, previous: Int?
    return found.byClass(found.places.lazy.filter(found.isOfKnownClass)).filter { place in
      rank = found[place].category == previous ? rank + 1 : 0
      previous = found[place].category
      return rank < limit
    }
  }
}

// MARK: - Overlaps

extension ImageMatcher {
  private func measure(
    _ table: inout OverlapTable, _ groups: [ClassGroup], of found: FoundInImage, image: Int
  ) throws {
    let first = truths.instances(ofImage: image).startIndex
    func columns(_ group: ClassGroup) -> Range<Int> {
      group.truths.startIndex - first..<group.truths.endIndex - first
    }
    switch task {
    case .boxes:
      for group in groups {
        table.measure(
          group.detections.lazy.map { (place: $0, box: found[$0].box) },
          truths: group.truths.lazy.map {
            (dataset.instances[$0].box, rules.isCrowd(dataset.instances[$0]))
          }, firstTruth: columns(group).lowerBound)
      }
    case .masks(let source):
      let height = dataset.images[image].height
      try table.readTruths(
        groups.flatMap(\.truths), columns: groups.flatMap(columns),
        atOnce: groups.lazy.map(\.truths.count).max() ?? 0, of: source, height: height)
      for group in groups {
        try table.measure(
          group.detections.lazy.map { (place: $0, index: found.indices[$0]) }, of: found.masks,
          columns: columns(group)
        ) { rules.isCrowd(dataset.instances[group.truths[first + $0]]) }
      }
    }
  }
}

// MARK: - Errors

extension ImageMatcher {
  /// How many detections of an image are judged: under COCO's rules too, as TIDE does.
  private var imageLimit: Int {
    switch rules {
    case .lvis(let limit): limit
    case .lvisFixed: .max
    case .coco(let limits): limits.last ?? 0
    }
  }

  /// Places of those judged, and of those that take part though they are not among the image's best.
  private func judgedAndMore(_ judged: [Int], _ found: FoundInImage) -> [Int] {
    switch rules {
    case .lvis, .lvisFixed: judged
    case .coco: Array(found.places)
    }
  }

  /// Judges detections, best first, by what TIDE calls errors.
  private func judge(
    _ judged: [Int], of found: FoundInImage, image: Int, in table: OverlapTable
  ) -> ImageErrors {
    let known = knownClasses(in: image).subtracting(dataset.images[image].notExhaustive)
    let truths = truths.instances(ofImage: image).map { dataset.instances[$0] }
    let (crowds, objects) = (
      truths.indices.filter { isExempt(truths[$0]) },
      truths.indices.filter { !isExempt(truths[$0]) }
    )
    let kept = judged.filter { rules.admits(area: found[$0].area) && found.isOfKnownClass($0) }
    var matching = ErrorMatching(
      kept.map { place in
        ErrorMatching.Detection(
          place: place, category: found[place].category, score: found[place].score,
          isExcused: isExcused(found[place], known: known)
            || crowds.contains {
              truths[$0].category == found[place].category && table[place, $0] > ErrorMatching.foreground
            })
      }, truths: objects.map { ErrorMatching.Truth(place: $0, category: truths[$0].category) }, table)
    return matching.judge()
  }

  /// Whether nobody has to find a truth, and finding it is no error.
  func isExempt(_ truth: Instance) -> Bool { rules.isCrowd(truth) || rules.ignores(truth) }

  /// Whether a detection that finds nothing is excused by LVIS's federated rules: its class may be in the image unmarked.
  private func isExcused(_ detection: DetectedInstance, known: Set<Int>) -> Bool {
    switch rules {
    case .lvis, .lvisFixed: !known.contains(detection.category)
    case .coco: false
    }
  }
}
