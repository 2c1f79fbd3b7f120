import CLogBytes

/// A place in a line of text.
struct TextCursor {
  private let line: UnsafeRawBufferPointer
  private(set) var position: Int

  init(_ line: UnsafeRawBufferPointer, at position: Int) {
    self.line = line
    self.position = position
  }

  /// The byte here; 0 at the end.
  @inline(__always)
  var byte: UInt8 { position < line.count ? line[position] : 0 }

  /// Moves behind spaces; returns how many there were.
  @discardableResult
  mutating func skipSpace() -> Int {
    let start = position
    while byte == 0x20 || byte == 0x09 { position += 1 }
    return position - start
  }

  mutating func skipQuote() {
    if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") { position += 1 }
  }

  /// Moves behind a character, spaces before it included, if it is next.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard byte == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  /// The whole number here, spaces before it passed over.
  mutating func number() -> Int? {
    skipSpace()
    let digits = line[min(position, line.count)...].prefix { (0x30...0x39).contains($0) }.prefix(18)
    guard !digits.isEmpty else { return nil }
    position += digits.count
    return digits.reduce(0) { 10 * $0 + Int($1 - 0x30) }
  }

  /// The number here, of any form.
  @inline(__always)
  mutating func decimal() -> tb_log_number? {
    guard position < line.count, let base = line.baseAddress else { return nil }
    var number = tb_log_number()
    let bytes = (base + position).assumingMemoryBound(to: CChar.self)
    let end = (base + line.count).assumingMemoryBound(to: CChar.self)
    guard let stop = tb_log_text_number(bytes, end, &number) else { return nil }
    position += UnsafePointer(stop) - bytes
    return number
  }

  /// The whole number behind a slash, with nothing but a delimiter behind it; else nothing is passed over.
  mutating func fraction() -> Int? {
    var cursor = self
    cursor.position += 1
    guard let whole = cursor.number(), cursor.isAtDelimiter else { return nil }
    self = cursor
    return whole
  }

  /// Whether a number may end here.
  var isAtDelimiter: Bool {
    switch byte {
    case 0, 0x20, 0x09, UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ")"), UInt8(ascii: "]"),
      UInt8(ascii: "}"), UInt8(ascii: "|"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "("),
      UInt8(ascii: ":"):
      true
    default: false
    }
  }

  /// Passes over a unit: `s`, `Mb`, `%`, `it/s`. Answers whether what came before it was a number by itself.
  @inline(__always)
  mutating func skipUnit(afterNumber isNumber: Bool) -> Bool {
    guard byte != UInt8(ascii: ":") else { return false }
    if isAtDelimiter { return true }
    if byte == UInt8(ascii: ".") {
      position += 1
      return isAtDelimiter
    }
    guard isNumber else { return false }
    while (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "/") || byte >= 0x80
    {
      position += 1
    }
    return isAtDelimiter && byte != UInt8(ascii: ":")
  }
}
