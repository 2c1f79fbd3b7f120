/// Seconds that a run has worked: over all its processes, pauses left out.
struct RunClock {
  private let clock = ContinuousClock()
  private var start: ContinuousClock.Instant
  private var pauseStart: ContinuousClock.Instant?

  /// A clock that goes on from so many seconds.
  init(elapsed: Double) { start = clock.now - .seconds(elapsed) }

  /// Seconds so far.
  var elapsed: Double { ((pauseStart ?? clock.now) - start).seconds }

  mutating func pause() { pauseStart = pauseStart ?? clock.now }

  mutating func resume() {
    guard let pauseStart else { return }
    start += clock.now - pauseStart
    self.pauseStart = nil
  }
}

extension Duration {
  /// The duration in seconds.
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
