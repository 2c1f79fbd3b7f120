/// Finds lines and their fields in pieces of a CSV text; a quoted field may hold commas, line ends and doubled quotes.
struct CSVScanner {
  /// Where a field is in its text, quotes left out.
  struct Field {
    var start: Int
    var end: Int
    var isQuoted = false
    /// Whether its quote is never closed.
    var isOpen = false
  }

  private var fields: [Field] = []
  /// Lines that have ended.
  private var lineCount = 0

  private static let quote = UInt8(ascii: "\"")
  private static let comma = UInt8(ascii: ",")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  /// Hands over the fields of each whole line that is not empty, with its number from 1; at the end of the file what
  /// is there is a whole line. Returns how many bytes those lines took.
  mutating func scan(
    _ text: UnsafeBufferPointer<UInt8>, from start: Int, isEnd: Bool, _ body: ([Field], Int) throws -> Void
  ) throws -> Int {
    var used = start
    while let end = findLine(text, from: used, isEnd: isEnd) {
      let isEmpty = fields.count == 1 && fields[0].start == fields[0].end && !fields[0].isQuoted
      if !isEmpty { try body(fields, lineCount + 1) }
      for byte in text[used..<end] where byte == Self.lineFeed { lineCount += 1 }
      used = end
    }
    return used
  }

  /// Sets the fields to those of the line that begins here, and returns where the next one begins; nil where no whole line
  /// is left.
  private mutating func findLine(
    _ text: UnsafeBufferPointer<UInt8>, from start: Int, isEnd: Bool
  ) -> Int? {
    fields.removeAll(keepingCapacity: true)
    guard start < text.count else { return nil }
    var position = start
    while true {
      guard let (field, end) = field(text, from: position, isEnd: isEnd) else { return nil }
      fields.append(field)
      guard end < text.count else { return text.count }
      position = end + 1
      if text[end] == Self.lineFeed { return position }
    }
  }

  /// The field that begins here, and where the comma, the line's or the file's end behind it is.
  private func field(
    _ text: UnsafeBufferPointer<UInt8>, from start: Int, isEnd: Bool
  ) -> (field: Field, end: Int)? {
    if start < text.count, text[start] == Self.quote { return quotedField(text, from: start, isEnd: isEnd) }
    var end = start
    while end < text.count, text[end] != Self.comma, text[end] != Self.lineFeed { end += 1 }
    guard end < text.count || isEnd else { return nil }
    let isAtLineEnd = end == text.count || text[end] == Self.lineFeed
    let hasReturn = isAtLineEnd && end > start && text[end - 1] == Self.carriageReturn
    return (Field(start: start, end: hasReturn ? end - 1 : end), end)
  }

  private func quotedField(
    _ text: UnsafeBufferPointer<UInt8>, from start: Int, isEnd: Bool
  ) -> (field: Field, end: Int)? {
    var end = start + 1
    var isOpen = true
    while end < text.count {
      let byte = text[end]
      if byte == Self.quote { isOpen.toggle() }
      if !isOpen, byte == Self.comma || byte == Self.lineFeed { break }
      end += 1
    }
    guard end < text.count || isEnd else { return nil }
    if isOpen { return (Field(start: start + 1, end: end, isQuoted: true, isOpen: true), end) }
    // The last quote before the comma closes the field.
    var close = end
    while close > start + 1, text[close - 1] != Self.quote { close -= 1 }
    return (Field(start: start + 1, end: max(close - 1, start + 1), isQuoted: true), end)
  }
}
