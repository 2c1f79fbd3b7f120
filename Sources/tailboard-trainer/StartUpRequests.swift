import Dispatch
import Events
import RunStore

/// Looks into a run's requests while the trainer reads and builds, which takes minutes with a large data set.
final class StartUpRequests: @unchecked Sendable {
  // @unchecked: `inbox` is used only on `queue`.
  private let queue = DispatchQueue(label: "tailboard.start-up")
  private let inbox: RequestInbox
  private let timer: any DispatchSourceTimer

  /// Hands requests to a control from now on.
  init(
    _ folder: RunFolder, since start: Double, _ control: RunControl,
    tell: @escaping @Sendable (String) -> Void
  ) {
    inbox = RequestInbox(folder, since: start, tell: tell)
    timer = DispatchSource.makeTimerSource(queue: queue)
    timer.schedule(deadline: .now(), repeating: .milliseconds(100), leeway: .milliseconds(20))
    timer.setEventHandler { [weak self] in
      while let asked = self?.inbox.take() { control.send(asked) }
    }
    timer.resume()
  }

  /// Stops looking; afterwards the trainer looks itself.
  func end() {
    timer.cancel()
    queue.sync {}
  }
}
