import Glibc
import Testing

/// A terminal with nobody at it: what is drawn can be read, and keys can be struck.
final class PseudoTerminal {
  /// The side the program is on.
  let program: Int32
  private var user: Int32

  init(columns: UInt16 = 40, rows: UInt16 = 10) throws {
    var ends: (user: Int32, program: Int32) = (-1, -1)
    try #require(openpty(&ends.user, &ends.program, nil, nil, nil) == 0)
    (user, program) = ends
    resize(columns: columns, rows: rows)
  }

  deinit {
    close(program)
    hangUp()
  }

  func resize(columns: UInt16, rows: UInt16) {
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(user, UInt(TIOCSWINSZ), &size)
  }

  func strike(_ keys: String) {
    _ = keys.withCString { write(user, $0, strlen($0)) }
  }

  /// What was drawn since the last call.
  func output() -> String {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    var file = pollfd(fd: user, events: Int16(POLLIN), revents: 0)
    while poll(&file, 1, 50) > 0, file.revents & Int16(POLLIN) != 0 {
      let count = read(user, &chunk, chunk.count)
      guard count > 0 else { break }
      bytes += chunk.prefix(count)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  func hangUp() {
    if user >= 0 { close(user) }
    user = -1
  }

  /// The modes that the program set.
  var modes: termios {
    var modes = termios()
    tcgetattr(program, &modes)
    return modes
  }
}
