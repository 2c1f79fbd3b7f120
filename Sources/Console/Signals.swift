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
    /// How often SIGINT or SIGTERM came. One signal that a scheduler and a launcher both send counts once.
    var stops = 0
    /// Whether the last of them was the keyboard's.
    var isInterrupted = false
    /// The terminal is gone.
    var hasHungUp = false
    /// When SIGTERM came last.
    fileprivate var lastTermination: ContinuousClock.Instant?
  }

  /// Seconds the main thread has to restore the terminal and end the process.
  private static let patience = 2.0
  /// Within this time a second SIGTERM is the first one's echo.
  private static let echo = Duration.seconds(1)

  private let requests = Mutex(Requests())
  private let ask: @Sendable (ControlRequest, Requester) -> Void
  private let queue = DispatchQueue(label: "tailboard.signals")

  /// - Parameter ask: where requests to the trainer go.
  init(ask: @escaping @Sendable (ControlRequest, Requester) -> Void) { self.ask = ask }

  var received: Requests { requests.withLock { $0 } }

  /// Takes signals from now on, for as long as the process lives; also those held back so far.
  func listen() {
    queue.async { [self] in
      for number in SignalPipe.numbers { receive(number) }
    }
    SignalPipe.catchSignals()
    HeldSignals.release()
  }

  /// What a signal asks of the trainer; the main thread does the rest.
  func receive(_ number: Int32) {
    switch number {
    case SIGHUP: requests.withLock { $0.hasHungUp = true }
    case SIGUSR1: send(.checkpoint, "SIGUSR1")
    case SIGUSR2: send(.checkpoint, "SIGUSR2")
    // Sent every second until the hard limit: no sign of impatience.
    case SIGXCPU: send(.stop, "SIGXCPU")
    case SIGALRM: send(.stop, "SIGALRM")
    case SIGTERM: stop("SIGTERM")
    default: stop("SIGINT")
    }
    CursesScreen.wake()
  }

  private func stop(_ name: String) {
    let stops = requests.withLock { $0.count(isInterrupt: name == "SIGINT", echo: Self.echo) }
    if stops == 1 { send(.stop, name) }
    // Should the main thread be stuck, nobody else will.
    if stops == 2 {
      DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience, execute: Self.endAtOnce)
    }
  }

  private func send(_ request: ControlRequest, _ name: String) { ask(request, .here(through: name)) }
}

extension Signals.Requests {
  fileprivate mutating func count(isInterrupt: Bool, echo: Duration) -> Int {
    let now = ContinuousClock.now
    defer { if !isInterrupt { lastTermination = now } }
    if !isInterrupt, let last = lastTermination, now - last < echo { return 0 }
    stops += 1
    isInterrupted = isInterrupt
    return stops
  }
}

extension Signals {
  private static func endAtOnce() {
    CursesScreen.restoreTerminal()
    _exit(130)
  }
}

/// Signals become bytes in a pipe: a handler may do no more. Dispatch's own signal sources lose against default
/// actions on Linux, where a signal goes to any thread that has not masked it.
private enum SignalPipe {
  private static let ends: (read: Int32, write: Int32) = {
    var ends: [Int32] = [-1, -1]
    let result = pipe(&ends)
    precondition(result == 0, "a process that has no descriptors left at its start cannot run")
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }()

  static func catchSignals() {
    // Made now: a handler may not.
    _ = ends
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { number in
      let error = errno
      var byte = UInt8(truncatingIfNeeded: number)
      _ = write(SignalPipe.ends.write, &byte, 1)
      errno = error
    }
    action.sa_flags = SA_RESTART
    for number in HeldSignals.numbers where number != SIGHUP || !isIgnored(SIGHUP) {
      sigaction(number, &action, nil)
    }
    // A write past a limit, or to the terminal from the background, says so by its result.
    for number in [SIGXFSZ, SIGTTOU] { signal(number, SIG_IGN) }
  }

  /// nohup has the process ignore the hang-up: that stays.
  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// The signals that come, each as it comes; without end.
  static var numbers: some Sequence<Int32> {
    AnyIterator {
      var byte: UInt8 = 0
      while read(ends.read, &byte, 1) < 0, errno == EINTR {}
      return Int32(byte)
    }
  }
}
