import Glibc

/// The only way to standard output and standard error: everything is made legible on the way.
///
/// What a terminal should obey, colours that we chose ourselves, goes through `picture`.
public enum Output {
  /// Prints one line; a line break inside it is written as `\n`.
  public static func line(_ text: String) { write(text.legible + "\n", to: STDOUT_FILENO) }

  /// Prints lines.
  public static func lines(_ lines: [String]) {
    write(lines.map { $0.legible + "\n" }.joined(), to: STDOUT_FILENO)
  }

  /// Prints a text of our own that has several lines, the last of them ended.
  public static func text(_ text: String) {
    write(text.hasSuffix("\n") ? text.legibleLines : text.legibleLines + "\n", to: STDOUT_FILENO)
  }

  /// Prints lines of UTF-8, as `text` does; quick where they are plain ASCII.
  public static func text(_ bytes: [UInt8]) {
    let isPlain = bytes.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x0A }
    write(
      isPlain ? bytes : Array(String(decoding: bytes, as: UTF8.self).legibleLines.utf8), to: STDOUT_FILENO)
  }

  /// Prints a picture made of cells, with the colours it has; cells hold nothing that acts.
  public static func picture(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

  /// Says on standard error what went wrong, or what there is to know, after our name.
  public static func complain(_ text: String) { write("tailboard: \(text.legible)\n", to: STDERR_FILENO) }

  /// Says on standard error what the user should know about a result.
  public static func note(_ text: String) { write("NOTE: \(text.legible)\n", to: STDERR_FILENO) }

  /// Takes the place of the line that stands on a terminal's standard error; an empty text wipes it.
  public static func progress(_ text: String) { write("\r\(text.legible)\u{1B}[K", to: STDERR_FILENO) }

  /// Says on standard error a text of our own that has several lines.
  public static func complain(lines text: String) { write(text.legibleLines + "\n", to: STDERR_FILENO) }

  private static func write(_ text: String, to descriptor: Int32) { write(Array(text.utf8), to: descriptor) }

  /// Writes all of it; a reader that went away ends it, as SIGPIPE would.
  private static func write(_ bytes: [UInt8], to descriptor: Int32) {
    fflush(nil)
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written > 0 { rest.removeFirst(written) } else if errno == EAGAIN { waitForRoom(descriptor) }
      guard written > 0 || errno == EINTR || errno == EAGAIN else { return }
    }
  }

  private static func waitForRoom(_ descriptor: Int32) {
    var state = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    poll(&state, 1, 1000)
  }
}
