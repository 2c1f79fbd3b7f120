import Events

/// What TIDE finds of one detection, or of one missed truth, at IoU 0.5.
struct Judgement: Sendable, Equatable {
  /// The class that the detection says, or the missed truth's.
  let category: Int32
  let score: Double
  /// Nil for a detection that found a truth.
  let error: ErrorKind?
  /// Whether it counts as long as nothing is mended: a detection that the rules excuse does not.
  let counts: Bool
  /// The class that has a true positive once the error is mended; nil where the detection only goes.
  let mendedClass: Int32?
}

/// A truth that its own class did not get.
struct LostTruth: Sendable, Equatable {
  let category: Int32
  /// The class of the best detection of another class on it, IoU of .5 or more; nil where there is none.
  let taker: Int32?
}

/// The judgements of one image: detections best first, then missed truths.
struct ImageErrors: Sendable {
  var judgements: [Judgement] = []
  var lost: [LostTruth] = []
}
