import Events

/// How fast steps go, smoothed so that no figure flickers with every step.
struct Pace: Sendable, Equatable {
  private(set) var secondsPerStep: Double?
  private var stepCount = 0
  private var last: (step: Int, time: Double)?

  static func == (a: Pace, b: Pace) -> Bool {
    a.secondsPerStep == b.secondsPerStep && a.stepCount == b.stepCount
  }

  /// A pace known from elsewhere; steps to come refine it.
  init(secondsPerStep: Double? = nil) {
    self.secondsPerStep = secondsPerStep
    if secondsPerStep != nil { stepCount = Self.settled }
  }

  /// Steps after which each counts for a twentieth.
  private static let settled = 21

  /// Takes in a step; the seconds it took are measured between steps where the trainer does not say.
  mutating func record(_ metrics: StepMetrics, at time: Double) {
    let elapsed = last.flatMap { last in
      metrics.step > last.step ? (time - last.time) / Double(metrics.step - last.step) : nil
    }
    last = (metrics.step, time)
    guard let seconds = metrics.values[.stepTime] ?? elapsed, seconds.isFinite, seconds >= 0 else { return }
    stepCount += 1
    // The first step warms caches up and stands for nothing: the second takes its place.
    let weight = stepCount <= 2 ? 1 : max(1 / Double(stepCount - 1), 0.05)
    secondsPerStep = (secondsPerStep ?? seconds) * (1 - weight) + seconds * weight
  }

  /// Forgets when the last step was: the next one did not begin there.
  mutating func interrupt() { last = nil }
}
