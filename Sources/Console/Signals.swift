import Curses
import Dispatch
import Events
import Glibc
import Synchronization

/// The signals a run answers to, received on a queue of their own so that a stop reaches the trainer even while the
/// main thread waits for a slow terminal.
final class Signals: Sendable {
  /// What signals have asked of the main thread.
  struct Requests: Sendable, Equatable {
    /// How often SIGINT or SIGTERM came.
    var stops = 0
    /// The terminal is gone.
    var hasHungUp = false
  }

  private let requests = Mutex(Requests())
  private let control: RunControl
  private let queue: DispatchQueue
  private let sources: [DispatchSignalSourceBox]

  /// Listens from now on. The first SIGINT or SIGTERM asks the trainer to stop; the main thread does the rest.
  init(control: RunControl) {
    self.control = control
    let queue = DispatchQueue(label: "tailboard.signals")
    self.queue = queue
    let numbers = [SIGINT, SIGTERM, SIGHUP]
    for number in numbers + [SIGPIPE] { signal(number, SIG_IGN) }
    sources = numbers.map { DispatchSignalSourceBox(number: $0, queue: queue) }
    for source in sources { source.start { [weak self] in self?.receive($0) } }
  }

  deinit {
    for source in sources { source.cancel() }
  }

  var received: Requests { requests.withLock { $0 } }

  private static func endAtOnce() {
    CursesScreen.restoreTerminal()
    _exit(130)
  }

  func receive(_ number: Int32) {
    let stops = requests.withLock { requests in
      if number == SIGHUP { requests.hasHungUp = true } else { requests.stops += 1 }
      return requests.stops
    }
    guard number != SIGHUP else { return }
    if stops == 1 { control.send(.stop) }
    // The main thread restores the terminal and ends the process; should it be stuck, nobody else will.
    if stops == 2 { queue.asyncAfter(deadline: .now() + 2, execute: Self.endAtOnce) }
  }
}

/// A signal source that may be held anywhere.
private final class DispatchSignalSourceBox: @unchecked Sendable {
  // @unchecked: dispatch sources are thread-safe; only their Swift protocol lacks the word.
  private let source: DispatchSourceSignal
  private let number: Int32

  init(number: Int32, queue: DispatchQueue) {
    self.number = number
    source = DispatchSource.makeSignalSource(signal: number, queue: queue)
  }

  func start(_ receive: @escaping @Sendable (Int32) -> Void) {
    source.setEventHandler { [number] in receive(number) }
    source.resume()
  }

  func cancel() { source.cancel() }
}
