import Foundation

/// What the keyboard or a signal asks of a trainer.
public enum ControlRequest: Sendable, Equatable {
  /// Finish the step and wait.
  case pause
  /// Go on after a pause.
  case resume
  /// Write a checkpoint after this step.
  case checkpoint
  /// Evaluate after this step.
  case evaluate
  /// Finish the step, write a checkpoint and end.
  case stop
}

/// Carries requests to a trainer, which polls between steps and sleeps here while paused.
public final class RunControl: @unchecked Sendable {
  // @unchecked: `pending` is touched only while `condition` is held.
  private let condition = NSCondition()
  private var pending: [ControlRequest] = []

  /// A control without requests.
  public init() {}

  /// Asks something of the trainer. A request that already waits is not repeated.
  public func send(_ request: ControlRequest) {
    condition.withLock {
      guard !pending.contains(request) else { return }
      pending.append(request)
      condition.signal()
    }
  }

  /// Takes the oldest request, if there is one; never waits.
  public func poll() -> ControlRequest? {
    condition.withLock { pending.isEmpty ? nil : pending.removeFirst() }
  }

  /// Waits for a request and takes it.
  public func wait() -> ControlRequest {
    condition.withLock {
      while pending.isEmpty { condition.wait() }
      return pending.removeFirst()
    }
  }
}
