import Foundation

/// Says to the main thread that the trainer is done and the process may end.
public final class RunCompletion: @unchecked Sendable {
  // @unchecked: `isReached` is touched only while `condition` is held.
  private let condition = NSCondition()
  private var isReached = false

  /// A completion not reached yet.
  public init() {}

  /// The trainer has ended and sent its last event.
  public func reach() {
    condition.withLock {
      isReached = true
      condition.broadcast()
    }
  }

  /// Whether the trainer has ended, waiting for it at most so long.
  func isReached(within timeout: Duration) -> Bool {
    condition.withLock {
      let deadline = Date(timeIntervalSinceNow: timeout.seconds)
      while !isReached, condition.wait(until: deadline) {}
      return isReached
    }
  }
}

extension Duration {
  /// In seconds.
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
