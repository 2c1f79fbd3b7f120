import Dispatch
import Synchronization

/// How long this process has been stopped by signals (C-z, SIGSTOP, a scheduler's freezer) so far.
///
/// Nobody is told of a stop, and SIGSTOP cannot be caught: it is a gap between two ticks of a timer.
final class ProcessStops: @unchecked Sendable {
  // @unchecked: `timer` lives as long as the process and is not touched after init.
  static let here = ProcessStops()

  private static let tick = Duration.milliseconds(250)
  /// Gaps that a busy machine makes too.
  private static let usual = Duration.seconds(1)

  private struct Ticks {
    var last: ContinuousClock.Instant
    var stopped = Duration.zero
  }

  private let ticks = Mutex(Ticks(last: ContinuousClock.now))
  private let timer: any DispatchSourceTimer

  private init() {
    timer = DispatchSource.makeTimerSource(
      queue: DispatchQueue(label: "tailboard.ticks", qos: .userInteractive))
    timer.schedule(deadline: .now(), repeating: .milliseconds(250), leeway: .milliseconds(50))
    timer.setEventHandler { [weak self] in _ = self?.total }
    timer.resume()
  }

  /// So far.
  var total: Duration {
    ticks.withLock { ticks in
      let now = ContinuousClock.now
      let gap = now - ticks.last
      if gap > Self.usual { ticks.stopped += gap - Self.tick }
      ticks.last = now
      return ticks.stopped
    }
  }
}
