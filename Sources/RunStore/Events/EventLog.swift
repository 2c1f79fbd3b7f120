import Dispatch
import Events
import Foundation
import Synchronization

/// Writes a run's events to its folder on a queue of its own: the trainer never waits for the disk.
///
/// Events are on disk within a second; evaluations, checkpoints and the end at once. While the disk refuses (it is
/// full, say) events wait here, the oldest giving way and counted; training goes on and the log says so once.
public final class EventLog: Sendable {
  private let run: RunID
  private let inbox = Mailbox<RunEvent>(capacity: 1 << 16)
  private let isFlushDue = Atomic(false)
  private let queue = DispatchQueue(label: "tailboard.events", qos: .utility)
  private let writer: EventWriter

  /// Opens the events of a run for appending, and repairs what a crash left.
  ///
  /// - Parameters:
  ///   - hold: this process's right to write the run; once that is lost nothing more is written.
  ///   - report: is told what the log itself has to say, to be shown; it is written too.
  public init(
    _ folder: RunFolder, under hold: RunHold? = nil, report: @escaping @Sendable (RunEvent) -> Void
  ) throws(RunStoreError) {
    run = RunID(folder.name)
    writer = try EventWriter(folder, under: hold, report: report)
  }

  /// Takes an event; never waits.
  public func append(_ event: RunEvent) {
    inbox.send(event)
    if event.body.mustBeSafeAtOnce {
      queue.async { self.flush() }
    } else {
      flushSoon()
    }
  }

  /// Writes everything that was appended and waits until it is on disk, if the disk takes it.
  public func close() {
    queue.sync {
      flush()
      writer.finish()
    }
  }

  /// Writes what was appended so far, and waits until it is on disk, if the disk takes it.
  func flushNow() { queue.sync { flush() } }

  private func flushSoon() {
    guard !isFlushDue.exchange(true, ordering: .relaxed) else { return }
    queue.asyncAfter(deadline: .now() + 1) { [weak self] in self?.flush() }
  }

  private func flush() {
    isFlushDue.store(false, ordering: .relaxed)
    let (events, dropped) = inbox.drain()
    if dropped > 0 { writer.countLost(dropped) }
    writer.write(events)
    if writer.isWaiting { flushSoon() }
  }
}

extension RunEvent.Body {
  fileprivate var mustBeSafeAtOnce: Bool {
    switch self {
    case .state, .asked, .answered, .evaluated, .checkpoint: true
    default: false
    }
  }
}
