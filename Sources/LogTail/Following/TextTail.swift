import Foundation

/// The text log beside a run: its last lines, then those that come.
struct TextTail {
  /// Bytes read at once, at most: a flood is passed over, its end is shown.
  private static let portion = 64 << 10

  private let path: String
  private var offset = 0
  private var torn = ""

  init(_ path: String) { self.path = path }

  /// The last lines of what is there now.
  mutating func newest(_ count: Int) -> [String] {
    offset = 0
    torn = ""
    return Array(news().suffix(count))
  }

  /// The lines that were written since the last call; of many the last ones.
  mutating func news() -> [String] {
    guard let file = try? LogFile(path) else { return [] }
    if file.byteCount < offset { (offset, torn) = (0, "") }
    guard file.byteCount > offset else { return [] }
    let start = max(offset, file.byteCount - Self.portion)
    let isCut = start > offset
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: file.byteCount - start, alignment: 16)
    defer { buffer.deallocate() }
    guard let count = try? file.read(into: buffer, at: start) else { return [] }
    offset = start + count
    let text = (isCut ? "" : torn) + String(decoding: buffer[..<count], as: UTF8.self)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    torn = String((lines.popLast() ?? "").prefix(4096))
    return (isCut ? Array(lines.dropFirst()) : lines).map { String($0.prefix(1024)) }
  }
}
