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
}
