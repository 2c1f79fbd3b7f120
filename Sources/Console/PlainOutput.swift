import Glibc
import LegibleText

/// Legible lines on a file descriptor that may be closed at any moment: a reader that went away ends the output, not the run.
final class PlainOutput {
  private let descriptor: Int32
  private(set) var isOpen = true

  /// From now on SIGPIPE does not end the process: a write says that its reader went away.
  init(descriptor: Int32) {
    self.descriptor = descriptor
    signal(SIGPIPE, SIG_IGN)
  }

  func write(_ lines: [String]) {
    for line in lines { write(line) }
  }

  /// Closes where a pipe's reader has gone, which else the next line would tell, whenever that comes.
  func closeIfUnread() {
    var state = pollfd(fd: descriptor, events: 0, revents: 0)
    if poll(&state, 1, 0) > 0, state.revents & Int16(POLLERR) != 0 { isOpen = false }
  }

  /// A terminal that hung up is read by nobody; a file is.
  func closeIfTerminal() { if isatty(descriptor) != 0 { close() } }

  /// From now on lines go nowhere.
  func close() { isOpen = false }

  private func write(_ line: String) {
    var bytes = Array((line.legible + "\n").utf8)[...]
    while isOpen, !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written > 0 {
        bytes.removeFirst(written)
      } else if errno != EINTR, errno != EAGAIN {
        isOpen = false
      } else if errno == EAGAIN {
        var state = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&state, 1, 1000)
      }
    }
  }
}
