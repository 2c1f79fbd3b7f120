/// What AP of one class needs to know of its outcomes when images are drawn anew: each image then counts as often as it
/// was drawn, nothing is matched again.
struct ResampledClass: Sendable {
  /// Eight resamples at a time.
  typealias Lanes = SIMD8<Double>

  /// A detection, by descending score.
  fileprivate struct Step {
    let image: Int32
    /// At which IoU thresholds it is a true positive, and at which it counts at all; the least threshold in the lowest bit.
    let isTrue, counts: UInt16

    var countsEverywhere: Bool { counts == Step.everywhere }

    static let everywhere = UInt16(1 << IoUThresholds.count) - 1
  }

  private let steps: [Step]
  /// Truths that count, by image.
  private let truths: [(image: Int32, count: Double)]

  /// - Parameters:
  ///   - outcomes: with their images, by descending score.
  ///   - truths: how many count in each image that has any.
  init(_ outcomes: [(image: Int, outcome: Outcome)], truths: [(image: Int, count: Int)]) {
    let steps = outcomes.map { image, outcome in
      let isTrue = outcome.truePositive.thresholds
      return Step(
        image: Int32(image), isTrue: isTrue, counts: isTrue | outcome.falsePositive.thresholds)
    }
    let end = steps.lastIndex { $0.isTrue != 0 }.map { $0 + 1 } ?? 0
    self.steps = Array(steps[..<end])
    self.truths = truths.map { (Int32($0.image), Double($0.count)) }
  }

  /// AP over IoU .50 to .95 of eight resamples, NaN where one draws no truth.
  ///
  /// - Parameter weights: how often each image was drawn in each of them.
  func averagePrecisions(weights: UnsafeBufferPointer<SIMD8<Float>>, _ scratch: inout Scratch) -> Lanes {
    var truthCount = Lanes.zero
    for truth in truths { truthCount += Lanes(weights[Int(truth.image)]) * truth.count }
    scratch.prepare(steps.count)
    let hits = collectHits(weights, scratch)
    var sum = Lanes.zero
    for threshold in 0..<IoUThresholds.count {
      sum += precision(hits, threshold: UInt16(1) << threshold, truthCount: truthCount, scratch)
    }
    return (sum / Double(IoUThresholds.count)).replacing(with: .nan, where: truthCount .== 0)
  }

  /// Leaves in the scratch the steps that can change precision at a threshold; returns how many.
  private func collectHits(_ weights: UnsafeBufferPointer<SIMD8<Float>>, _ scratch: borrowing Scratch) -> Int
  {
    var counted = Lanes.zero, count = 0
    for step in steps {
      let weight = Lanes(weights[Int(step.image)])
      if step.countsEverywhere { counted += weight }
      guard step.isTrue != 0 || !step.countsEverywhere else { continue }
      scratch.hits[count] = Hit(step: step, weight: weight, counted: counted)
      count += 1
    }
    return count
  }

  /// Mean precision at 101 recalls at one threshold, of so many hits in the scratch.
  private func precision(_ hits: Int, threshold: UInt16, truthCount: Lanes, _ scratch: borrowing Scratch)
    -> Lanes
  {
    let truthCount = truthCount.replacing(with: 1, where: truthCount .== 0)
    var found = Lanes.zero, elsewhere = Lanes.zero, points = Lanes.zero, count = 0
    for index in 0..<hits {
      let hit = scratch.hits[index]
      if !hit.step.countsEverywhere && hit.step.counts & threshold != 0 { elsewhere += hit.weight }
      guard hit.step.isTrue & threshold != 0 else { continue }
      found += hit.weight
      let counted = hit.counted + elsewhere
      let reached = Self.points(atRecall: found / truthCount)
      scratch.course[count] = (found / (counted + Lanes(repeating: .leastNonzeroMagnitude)), reached - points)
      points = reached
      count += 1
    }
    var best = Lanes.zero, sum = Lanes.zero
    for index in (0..<count).reversed() {
      let precision = scratch.course[index].precision
      best.replace(with: precision, where: precision .> best)
      sum += best * scratch.course[index].points
    }
    return sum / 101
  }

  /// How many of the recalls 0, 0.01, … 1 are reached; none before the first truth.
  private static func points(atRecall recall: Lanes) -> Lanes {
    // Adding and taking away 1.5 · 2⁵² rounds to a whole number.
    let nearest = (recall * 100 + 0x1.8p52) - 0x1.8p52
    let reached = nearest.replacing(with: nearest - 1, where: nearest * 0.01 .> recall)
    return (reached + 1).replacing(with: 0, where: recall .== 0)
  }
}

extension ResampledClass {
  /// A step that can change precision at a threshold: how often its image was drawn, and all that counted everywhere so far.
  fileprivate struct Hit {
    let step: Step
    let weight, counted: Lanes
  }

  /// Memory that classes use one after the other.
  struct Scratch: ~Copyable {
    fileprivate private(set) var hits = UnsafeMutableBufferPointer<Hit>.allocate(capacity: 0)
    /// Precision at each true positive of a threshold, and the recall points that it adds.
    fileprivate private(set) var course =
      UnsafeMutableBufferPointer<(precision: Lanes, points: Lanes)>.allocate(capacity: 0)

    /// Makes room for this many steps.
    fileprivate mutating func prepare(_ count: Int) {
      guard count > hits.count else { return }
      hits.deallocate()
      course.deallocate()
      hits = .allocate(capacity: 2 * count)
      course = .allocate(capacity: 2 * count)
    }

    deinit {
      hits.deallocate()
      course.deallocate()
    }
  }
}

extension Conditions {
  /// The thresholds of objects of every size, the least in the lowest bit.
  fileprivate var thresholds: UInt16 {
    UInt16(truncatingIfNeeded: rawValue & Conditions(every: .all).rawValue)
  }
}
