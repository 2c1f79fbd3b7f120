/// The name that stands before a mark in a line of text.
struct TextKey {
  /// Where it stands.
  let range: Range<Int>

  /// The name before a colon or an equals sign; nil where there is none.
  init?(_ line: UnsafeRawBufferPointer, before mark: Int) {
    var end = mark
    if end > 0, line[end - 1] == 0x20 { end -= 1 }
    guard end > 0 else { return nil }
    if line[end - 1] == UInt8(ascii: "'") || line[end - 1] == UInt8(ascii: "\"") {
      guard let start = line[..<(end - 1)].lastIndex(of: line[end - 1]), start + 1 < end - 1 else {
        return nil
      }
      range = start + 1..<end - 1
      return
    }
    guard var start = Self.start(of: line, end: end) else { return nil }
    if start > 2, line[start - 1] == 0x20, Self.isLetter(line[start - 2]),
      let word = Self.start(of: line, end: start - 1), Self.isQualifier(line[word..<start - 1])
    {
      start = word
    }
    range = start..<end
  }

  /// Whether a name may begin here and surely has nothing of it before: a delimiter, or a space that parts it from no word.
  @inline(__always)
  static func begins(at start: Int, of line: UnsafeRawBufferPointer) -> Bool {
    let before = line[start - 1]
    return before == 0x20 ? !isLetter(line[start - 2]) : before == 0x09 || before == UInt8(ascii: ",")
  }

  /// Where the word that ends there begins: letters first, then anything that names have in them.
  @inline(__always)
  private static func start(of line: UnsafeRawBufferPointer, end: Int) -> Int? {
    var start = end
    var isBracketed = false
    while start > 0 {
      let byte = line[start - 1]
      if byte == UInt8(ascii: ")") {
        isBracketed = true
      } else if byte == UInt8(ascii: "(") {
        guard isBracketed else { break }
        isBracketed = false
      } else if byte == UInt8(ascii: ":") {
        guard start < end, line[start] == UInt8(ascii: ".") || isDigit(line[start]) else { break }
      } else if !isPart(byte) {
        break
      }
      start -= 1
    }
    guard start < end, isLetter(line[start]) else { return nil }
    return start
  }

  /// Words that belong to the name behind them: `max mem`, `val loss`.
  private static func isQualifier(_ word: Slice<UnsafeRawBufferPointer>) -> Bool {
    qualifiers.contains { $0.utf8CodeUnitCount == word.count && $0.withUTF8Buffer { $0.elementsEqual(word) } }
  }

  private static let qualifiers: [StaticString] = [
    "train", "training", "val", "valid", "validation", "test", "eval", "avg", "average", "mean", "max", "min",
    "learning", "total", "gpu", "Train", "Training", "Val", "Valid", "Validation", "Test", "Eval", "Avg",
    "Average",
    "Mean", "Max", "Min", "Learning", "Total", "GPU", "global", "Global",
  ]

  @inline(__always)
  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  @inline(__always)
  private static func isLetter(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "_") || byte >= 0x80
  }

  @inline(__always)
  private static func isPart(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "/")
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "@") || byte == UInt8(ascii: "%")
  }
}

/// The number that stands behind a mark in a line of text, its unit passed over.
struct TextNumber {
  let value: Double
  let integer: Int
  /// What it is a part of: 300 in `1/300`.
  let count: Int?
  let end: Int

  /// Whether it is an integer as it is written.
  var isWhole: Bool { Double(integer) == value }

  /// The number behind a colon or an equals sign; nil where there is none, or a time, a date, a version.
  init?(_ line: UnsafeRawBufferPointer, after mark: Int) {
    var cursor = TextCursor(line, at: mark + 1)
    cursor.skipSpace()
    cursor.skipQuote()
    guard let number = cursor.decimal() else { return nil }
    (value, integer) = (number.value, Int(number.integer))
    if cursor.byte == UInt8(ascii: "/"), let whole = cursor.fraction() {
      count = whole
    } else {
      count = nil
      guard cursor.skipUnit(afterNumber: number.value.isFinite) else { return nil }
    }
    end = cursor.position
  }
}
