import CLogBytes

/// A place in a line of JSON, as Python's json reads it: strict, but with NaN and infinities.
struct JSONCursor {
  /// Containers inside one another; more are no log.
  static let deepest = 64

  private(set) var position: UnsafePointer<UInt8>
  let end: UnsafePointer<UInt8>

  init(_ line: UnsafeRawBufferPointer) {
    let bytes = line.assumingMemoryBound(to: UInt8.self)
    position = bytes.baseAddress!
    end = position + bytes.count
  }

  var remaining: Int { end - position }
  var isAtEnd: Bool { position == end }
  /// The byte here; 0 at the end.
  var byte: UInt8 { isAtEnd ? 0 : position.pointee }

  mutating func advance(_ count: Int) { position += count }

  @inline(__always)
  mutating func skipSpace() {
    while position < end, position.pointee <= 0x20 {
      switch position.pointee {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  @inline(__always)
  mutating func take(_ byte: UInt8) -> Bool {
    guard position < end, position.pointee == byte else { return false }
    position += 1
    return true
  }

  @inline(__always)
  mutating func number() -> tb_log_number? {
    var number = tb_log_number()
    let bytes = UnsafeRawPointer(position).assumingMemoryBound(to: CChar.self)
    let last = UnsafeRawPointer(end).assumingMemoryBound(to: CChar.self)
    guard let stop = tb_log_json_number(bytes, last, &number) else { return nil }
    position = UnsafeRawPointer(stop).assumingMemoryBound(to: UInt8.self)
    return number
  }

  /// The bytes between the quotes of the string here, escapes as they are written.
  mutating func string() -> UnsafeBufferPointer<UInt8>? {
    guard take(UInt8(ascii: "\"")) else { return nil }
    let start = position
    var bits: UInt8 = 0
    while position < end, position.pointee != UInt8(ascii: "\"") {
      guard position.pointee >= 0x20 else { return nil }
      bits |= position.pointee
      if position.pointee == UInt8(ascii: "\\") {
        guard skipEscape() else { return nil }
      } else {
        position += 1
      }
    }
    let bytes = UnsafeBufferPointer(start: start, count: position - start)
    guard take(UInt8(ascii: "\"")) else { return nil }
    return bits < 0x80 || String(validating: bytes, as: UTF8.self) != nil ? bytes : nil
  }

  private mutating func skipEscape() -> Bool {
    guard remaining >= 2 else { return false }
    switch position[1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 2
    case UInt8(ascii: "u"):
      guard remaining >= 6, (2..<6).allSatisfy({ Character(Unicode.Scalar(position[$0])).isHexDigit }) else {
        return false
      }
      position += 6
    default: return false
    }
    return true
  }

  private mutating func word(_ word: StaticString) -> Bool {
    guard remaining >= word.utf8CodeUnitCount else { return false }
    for index in 0..<word.utf8CodeUnitCount where position[index] != word.utf8Start[index] { return false }
    position += word.utf8CodeUnitCount
    return true
  }

  /// Passes over a value of any kind.
  mutating func skipValue(depth: Int = 0) -> Bool {
    guard depth < Self.deepest else { return false }
    switch byte {
    case UInt8(ascii: "\""): return string() != nil
    case UInt8(ascii: "["):
      return skipList(closing: UInt8(ascii: "]")) { $0.skipValue(depth: depth + 1) }
    case UInt8(ascii: "{"):
      return skipList(closing: UInt8(ascii: "}")) { cursor in
        guard cursor.string() != nil else { return false }
        cursor.skipSpace()
        guard cursor.take(UInt8(ascii: ":")) else { return false }
        cursor.skipSpace()
        return cursor.skipValue(depth: depth + 1)
      }
    case UInt8(ascii: "t"): return word("true")
    case UInt8(ascii: "f"): return word("false")
    case UInt8(ascii: "n"): return word("null")
    default: return number() != nil
    }
  }

  private mutating func skipList(closing: UInt8, _ element: (inout JSONCursor) -> Bool) -> Bool {
    position += 1
    skipSpace()
    if take(closing) { return true }
    repeat {
      skipSpace()
      guard element(&self) else { return false }
      skipSpace()
    } while take(UInt8(ascii: ","))
    return take(closing)
  }
}
