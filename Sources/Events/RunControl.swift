import Foundation

/// Carries requests to a trainer in this process, which polls between steps and waits here while paused.
public final class RunControl: @unchecked Sendable {
  // @unchecked: `pending` is touched only while `condition` is held.
  private let condition = NSCondition()
  private var pending: [AskedRequest] = []
  private var startUp = StartUp.over

  /// Whether a trainer polls yet.
  private enum StartUp {
    /// Nobody polls; a stop is answered by this, and with it what was asked before.
    case underway(leave: @Sendable ([AskedRequest]) -> Void)
    case over
    /// A stop came meanwhile.
    case left
  }

  /// A control without requests.
  public init() {}

  /// Asks something of the trainer. A request of the same requester that already waits is not repeated.
  public func send(_ request: ControlRequest, by requester: Requester = .here(through: nil)) {
    let isWaiting = condition.withLock {
      pending.contains { $0.request == request && $0.requester == requester }
    }
    if !isWaiting { send(AskedRequest(request, by: requester)) }
  }

  /// Asks something of the trainer under the request's own name.
  public func send(_ asked: AskedRequest) {
    let leave: (() -> Void)? = condition.withLock {
      pending.append(asked)
      if case .underway(let leave) = startUp, asked.request == .stop {
        startUp = .left
        defer { pending = [] }
        return { [pending] in leave(pending) }
      }
      condition.signal()
      return nil
    }
    leave?()
  }

  /// Takes the oldest request, if there is one; never waits.
  public func poll() -> AskedRequest? {
    condition.withLock { pending.isEmpty ? nil : pending.removeFirst() }
  }

  /// Takes the oldest request, waiting for one at most so many seconds.
  public func wait(atMost seconds: Double) -> AskedRequest? {
    condition.withLock {
      let deadline = Date(timeIntervalSinceNow: seconds)
      while pending.isEmpty, condition.wait(until: deadline) {}
      return pending.isEmpty ? nil : pending.removeFirst()
    }
  }

  // MARK: - Start-up

  /// From now on a trainer reads and builds and does not poll: nothing is lost by leaving it, so a stop does.
  /// - Parameter leave: answers a stop, last of what was asked so far, once, on the thread that asks.
  public func beginStartUp(orLeave leave: @escaping @Sendable ([AskedRequest]) -> Void) {
    let asked: [AskedRequest]? = condition.withLock {
      guard pending.contains(where: { $0.request == .stop }) else {
        startUp = .underway(leave: leave)
        return nil
      }
      startUp = .left
      defer { pending = [] }
      return pending
    }
    if let asked { leave(asked) }
  }

  /// From now on the trainer polls; false where a stop came meanwhile and the run is over already.
  public func endStartUp() -> Bool {
    condition.withLock {
      if case .left = startUp { return false }
      startUp = .over
      return true
    }
  }

  /// Whether a stop came during the start-up.
  public var hasLeft: Bool {
    condition.withLock { if case .left = startUp { true } else { false } }
  }
}
