import Foundation

/// Colours and other commands to a terminal (ECMA-48) in a text.
public enum ANSIText {
  private static let escape: UInt8 = 0x1B

  static func contains(in bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.baseAddress.map { memchr($0, Int32(escape), bytes.count) != nil } ?? false
  }

  /// The bytes without the commands: `ESC [ … letter`, `ESC ] … BEL`, `ESC` and one more.
  static func removed(from bytes: UnsafeRawBufferPointer) -> [UInt8] {
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      guard bytes[index] == escape else {
        plain.append(bytes[index])
        index += 1
        continue
      }
      index = end(ofCommandAt: index, in: bytes)
    }
    return plain
  }

  private static func end(ofCommandAt start: Int, in bytes: UnsafeRawBufferPointer) -> Int {
    guard start + 1 < bytes.count else { return start + 1 }
    let rest = start + 2
    switch bytes[start + 1] {
    case UInt8(ascii: "["):
      return (bytes[rest...].firstIndex { (0x40...0x7E).contains($0) } ?? bytes.count - 1) + 1
    case UInt8(ascii: "]"):
      return (bytes[rest...].firstIndex { $0 == 0x07 || $0 == escape } ?? bytes.count - 1) + 1
    default: return rest
    }
  }

  /// A text without them.
  public static func removed(from text: String) -> String {
    guard text.utf8.contains(escape) else { return text }
    return String(decoding: Array(text.utf8).withUnsafeBytes { removed(from: $0) }, as: UTF8.self)
  }
}
