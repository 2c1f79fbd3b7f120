import Dispatch
import Events
import Glibc

/// Lines that the process writes past the screen, read from a pipe on a queue of their own so that no writer waits.
final class StrayLines: Sendable {
  private static let longestLine = 4096

  private let lines = Mailbox<String>(capacity: 1024)

  /// Reads a descriptor until its end, then closes it.
  init(descriptor: Int32) {
    DispatchQueue(label: "tailboard.stray-output").async { [lines] in
      Self.read(descriptor, into: lines)
      close(descriptor)
    }
  }

  /// The lines since the last call.
  func take() -> [String] {
    let (taken, dropped) = lines.drain()
    return dropped == 0 ? taken : ["… \(dropped) lines of output were dropped"] + taken
  }

  private static func read(_ descriptor: Int32, into lines: Mailbox<String>) {
    var bytes = [UInt8](repeating: 0, count: 4096)
    var line: [UInt8] = []
    while true {
      let count = Glibc.read(descriptor, &bytes, bytes.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      for byte in bytes[..<count] {
        let isEnd = byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
        if !isEnd { line.append(byte) }
        if isEnd || line.count == longestLine { send(&line, to: lines) }
      }
    }
    send(&line, to: lines)
  }

  private static func send(_ line: inout [UInt8], to lines: Mailbox<String>) {
    if !line.isEmpty { lines.send(String(decoding: line, as: UTF8.self)) }
    line.removeAll(keepingCapacity: true)
  }
}
