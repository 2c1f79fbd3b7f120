import Events

/// Judges the detections of one image as TIDE does: step by step what `tidecv` 1.0.1 computes, its ties too.
struct ErrorMatching {
  /// What an overlap must reach to find a truth.
  static let foreground = 0.5
  /// What it must exceed not to lie on nothing.
  static let background = 0.1

  /// A detection: its place in the image, and whether the rules excuse it where it finds nothing.
  struct Detection {
    let place: Int
    let category: Int
    let score: Double
    let isExcused: Bool
  }

  /// A truth, its place in the image and what becomes of it.
  struct Truth {
    let place: Int
    let category: Int
    /// Whether a detection found it.
    var isFound = false
    /// The best detection that would find it, were its class or its place mended.
    var candidate: Int?

    init(place: Int, category: Int) {
      self.place = place
      self.category = category
    }
  }

  /// The truth that a detection overlaps most, of its class and of the others.
  private struct Nearest {
    var own = (truth: 0, overlap: 0.0)
    var other = (truth: 0, overlap: 0.0)
  }

  private let detections: [Detection]
  private let overlaps: OverlapTable
  private var truths: [Truth]
  private var found: [Bool]

  /// - Parameters:
  ///   - detections: best first.
  ///   - truths: those that are no crowds.
  init(_ detections: [Detection], truths: [Truth], _ overlaps: OverlapTable) {
    self.detections = detections
    self.overlaps = overlaps
    self.truths = truths
    found = Array(repeating: false, count: detections.count)
  }

  /// What is found of every detection and of every missed truth.
  mutating func judge() -> ImageErrors {
    match()
    var errors: [(kind: ErrorKind, truth: Int?)?] = []
    for index in detections.indices { errors.append(found[index] ? nil : error(of: index)) }
    var result = ImageErrors()
    for (index, detection) in detections.enumerated() {
      let mended = errors[index].flatMap { mendedClass(of: index, $0) }
      guard found[index] || !detection.isExcused || mended != nil else { continue }
      result.judgements.append(
        Judgement(
          category: Int32(detection.category), score: detection.score, error: errors[index]?.kind,
          counts: found[index] || !detection.isExcused, mendedClass: mended))
    }
    for (index, truth) in truths.enumerated() where !truth.isFound {
      result.lost.append(LostTruth(category: Int32(truth.category), taker: taker(of: index)))
      guard truth.candidate == nil else { continue }
      result.judgements.append(
        Judgement(
          category: Int32(truth.category), score: 0, error: .missed, counts: false, mendedClass: nil))
    }
    return result
  }

  /// Each detection takes the free truth of its class that it overlaps most, the first of equal ones.
  private mutating func match() {
    for (index, detection) in detections.enumerated() {
      var best: Int?, bestOverlap = 0.0
      for (place, truth) in truths.enumerated()
      where truth.category == detection.category && !truth.isFound {
        let overlap = overlap(index, place)
        if overlap > bestOverlap { (best, bestOverlap) = (place, overlap) }
      }
      guard let best, bestOverlap >= Self.foreground else { continue }
      truths[best].isFound = true
      found[index] = true
    }
  }

  /// The error of a detection that found nothing, and the truth it would find; notes the best such one of each truth.
  private mutating func error(of index: Int) -> (kind: ErrorKind, truth: Int?) {
    let nearest = nearest(to: index)
    if Self.background...Self.foreground ~= nearest.own.overlap {
      note(index, for: nearest.own.truth)
      return (.localization, nearest.own.truth)
    }
    if nearest.other.overlap >= Self.foreground {
      note(index, for: nearest.other.truth)
      return (.classification, nearest.other.truth)
    }
    if nearest.own.overlap >= Self.foreground { return (.duplicate, nil) }
    return (nearest.other.overlap <= Self.background ? .background : .both, nil)
  }

  private func nearest(to index: Int) -> Nearest {
    var nearest = Nearest()
    for (place, truth) in truths.enumerated() {
      let overlap = overlap(index, place)
      if truth.category == detections[index].category {
        if overlap > nearest.own.overlap { nearest.own = (place, overlap) }
      } else if overlap > nearest.other.overlap {
        nearest.other = (place, overlap)
      }
    }
    return nearest
  }

  private mutating func note(_ index: Int, for truth: Int) {
    guard !truths[truth].isFound else { return }
    let known = truths[truth].candidate.map { detections[$0].score } ?? -.infinity
    if detections[index].score > known { truths[truth].candidate = index }
  }

  /// A truth is found once, by the best of those that would find it; the others go when they are mended.
  private func mendedClass(of index: Int, _ error: (kind: ErrorKind, truth: Int?)) -> Int32? {
    guard let truth = error.truth, truths[truth].candidate == index else { return nil }
    return Int32(truths[truth].category)
  }

  private func overlap(_ detection: Int, _ truth: Int) -> Double {
    overlaps[detections[detection].place, truths[truth].place]
  }

  private func taker(of truth: Int) -> Int32? {
    let taker = detections.indices.first {
      detections[$0].category != truths[truth].category && overlap($0, truth) >= Self.foreground
    }
    return taker.map { Int32(detections[$0].category) }
  }
}
