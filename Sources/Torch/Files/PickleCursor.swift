import Foundation

/// The bytes of a pickle, read from first to last.
struct PickleCursor {
  private let bytes: Data
  private let url: URL
  private(set) var position: Int

  init(_ bytes: Data, of url: URL, at position: Int) {
    self.bytes = bytes
    self.url = url
    self.position = position
  }

  mutating func byte() throws -> UInt8 {
    guard position < bytes.count else { throw FileError.truncated(url) }
    defer { position += 1 }
    return bytes[bytes.startIndex + position]
  }

  mutating func take(_ count: Int) throws -> Data {
    guard count >= 0, count <= bytes.count - position else { throw FileError.truncated(url) }
    defer { position += count }
    let start = bytes.startIndex + position
    return bytes[start..<start + count]
  }

  /// A little-endian number of so many bytes.
  mutating func integer(_ size: Int) throws -> Int {
    Int(truncatingIfNeeded: try take(size).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }

  /// A signed integer of any length; only those of 64 bits are data here.
  mutating func long() throws -> Int {
    let size = try integer(1)
    guard size > 0 else { return 0 }
    guard size <= 8 else {
      throw FileError.malformed(url, "at byte \(position) of its pickle: an integer of \(size) bytes")
    }
    let unused = 64 - 8 * size
    return (try integer(size) << unused) >> unused
  }

  mutating func text(_ count: Int) throws -> String {
    String(decoding: try take(count), as: UTF8.self)
  }

  mutating func line() throws -> String {
    let rest = bytes[(bytes.startIndex + position)...]
    guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { throw FileError.truncated(url) }
    defer { position = end + 1 - bytes.startIndex }
    return String(decoding: rest[..<end], as: UTF8.self)
  }
}
