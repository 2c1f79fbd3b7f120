import Foundation

/// An exclusive lock on an open file, as far as its file system has such a thing.
enum FileLock: Equatable {
  /// This process has it.
  case taken
  /// Another process has it.
  case heldElsewhere
  /// There are no locks here (ENOLCK, ENOSYS, ENOTSUP: network file systems): who holds what is to be seen otherwise.
  case unavailable

  /// Asks for the lock; waits for nobody, but for a program that some process is just starting: until it has begun, it has a
  /// copy of a file that its parent has closed.
  static func ask(for descriptor: Int32) -> FileLock {
    for _ in 0..<20 {
      let answer = askOnce(for: descriptor)
      guard answer == .heldElsewhere else { return answer }
      usleep(5000)
    }
    return .heldElsewhere
  }

  private static func askOnce(for descriptor: Int32) -> FileLock {
    while true {
      let result = flock(descriptor, LOCK_EX | LOCK_NB)
      if result == 0 || errno != EINTR { return FileLock(result: result, error: errno) }
    }
  }

  /// What flock's result and the error of its failure mean.
  init(result: Int32, error: Int32) {
    self = result == 0 ? .taken : error == EWOULDBLOCK ? .heldElsewhere : .unavailable
  }
}
