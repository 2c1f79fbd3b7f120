import Events

/// Steps whose loss or gradient was not finite: they are passed over, until they are too many.
struct BadSteps: Sendable {
  /// Passed over in a row before the run gives up.
  static let limit = 10

  private var total = 0
  private var inARow = 0

  /// Whether the last step was one: the weights may be spoilt, and are not saved.
  var isInStreak: Bool { inARow > 0 }

  /// Takes in a step's first value that is not finite, if there is one; returns what the log should say.
  mutating func note(_ key: MetricKey?, at step: Int) throws(TrainingError) -> String? {
    guard let key else {
      inARow = 0
      return nil
    }
    total += 1
    inARow += 1
    guard inARow < BadSteps.limit else { throw .diverged(step: step, key: key, inARow: inARow) }
    return "step \(step): \(key) is not finite; the weights were left alone (\(total) such steps so far)"
  }
}
