/// What became of one detection under every condition.
struct Outcome: Sendable {
  let category: Int32
  /// Place among the detections of its class in its image, best first.
  let rank: Int32
  let score: Double
  /// Where it found a truth that counts.
  let truePositive: Conditions
  /// Where it found nothing and should have.
  let falsePositive: Conditions
  /// Whether at IoU 0.5 it found nothing because better ones had found every truth it lies on.
  let isDuplicate: Bool
}

/// What became of all detections of one image.
struct ImageOutcomes: Sendable {
  /// Of those that take part, class by class, best first.
  var outcomes: [Outcome] = []
  /// What is wrong with them; nil unless errors were asked for.
  var errors: ImageErrors?
}
