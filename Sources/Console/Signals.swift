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

  /// Seconds the main thread has to restore the terminal and end the process.
  private static let patience = 2.0

  private let requests = Mutex(Requests())
  private let control: RunControl
  private let queue = DispatchQueue(label: "tailboard.signals")

  init(control: RunControl) { self.control = control }

  var received: Requests { requests.withLock { $0 } }

  /// Takes SIGINT, SIGTERM and SIGHUP from now on, for as long as the process lives.
  func listen() {
    queue.async { [self] in
      for number in SignalPipe.numbers { receive(number) }
    }
    SignalPipe.catchSignals()
  }

  /// The first SIGINT or SIGTERM asks the trainer to stop; the main thread does the rest.
  func receive(_ number: Int32) {
    guard number != SIGHUP else { return requests.withLock { $0.hasHungUp = true } }
    let stops = requests.withLock { requests in
      requests.stops += 1
      return requests.stops
    }
    if stops == 1 { control.send(.stop) }
    // Should the main thread be stuck, nobody else will.
    if stops == 2 {
      DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience, execute: Self.endAtOnce)
    }
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
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaction(number, &action, nil) }
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
