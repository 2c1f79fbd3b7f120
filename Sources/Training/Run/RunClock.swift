/// Seconds that a run has worked: over all its processes, pauses and stops of the process (C-z, SIGSTOP) left out.
struct RunClock {
  private let clock = ContinuousClock()
  private var start: ContinuousClock.Instant
  private var pauseStart: ContinuousClock.Instant?
  private let stops = ProcessStops.here

  /// A clock that goes on from so many seconds.
  init(elapsed: Double) { start = clock.now - stops.total - .seconds(elapsed) }

  /// Seconds so far.
  var elapsed: Double { ((pauseStart ?? now) - start).seconds }

  mutating func pause() { pauseStart = pauseStart ?? now }

  mutating func resume() {
    guard let pauseStart else { return }
    start += now - pauseStart
    self.pauseStart = nil
  }

  /// The time that stands still while the process does.
  private var now: ContinuousClock.Instant { clock.now - stops.total }
}

extension Duration {
  /// The duration in seconds.
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
