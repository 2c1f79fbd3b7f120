/// How deep a TOML text nests and how its table headers begin, read without recursion, strings and comments left out.
struct TOMLShape {
  /// Tables and arrays inside one another, and parts of a dotted key: more than any recipe or theme has.
  static let deepestNesting = 64

  private let bytes: [UInt8]
  private var index = 0
  private var line = 1
  /// The brackets that are open, each as what closes it.
  private var open: [UInt8] = []
  private var keyParts = 1

  /// Refuses what a parser that recurses or asserts does not survive.
  static func check(_ text: String) throws(TOMLSyntaxError) {
    var shape = TOMLShape(bytes: Array(text.utf8))
    while shape.index < shape.bytes.count { try shape.readLine() }
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func readLine() throws(TOMLSyntaxError) {
    skipBlanks()
    if open.isEmpty, next == UInt8(ascii: "[") { try readHeader() }
    while let byte = next, byte != UInt8(ascii: "\n") { try read(byte) }
    index += 1
    line += 1
    keyParts = 1
  }

  /// `[` or `[[` and what follows: a key, or a bracket that the parser reports.
  private mutating func readHeader() throws(TOMLSyntaxError) {
    for _ in 0..<2 where next == UInt8(ascii: "[") {
      open.append(UInt8(ascii: "]"))
      index += 1
      skipBlanks()
    }
    guard let byte = next, byte != UInt8(ascii: "]"), !byte.beginsKey else { return }
    let found = byte == UInt8(ascii: "\n") ? "ends" : "begins with \(Unicode.Scalar(byte))"
    throw refusal("a table's header \(found), expected the name of a table")
  }

  private mutating func read(_ byte: UInt8) throws(TOMLSyntaxError) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return skipString(quote: byte)
    case UInt8(ascii: "#"): return skip { $0 != UInt8(ascii: "\n") }
    case UInt8(ascii: ":"),
      UInt8(ascii: "-") where endsNumber:
      throw refusal("a date or a time; write it as text, in quotes")
    case UInt8(ascii: "["): open.append(UInt8(ascii: "]"))
    case UInt8(ascii: "{"): open.append(UInt8(ascii: "}"))
    case UInt8(ascii: "]"), UInt8(ascii: "}"): try close(byte)
    case UInt8(ascii: "."): keyParts += 1
    default: break
    }
    if ",=[{".utf8.contains(byte) { keyParts = 1 }
    index += 1
    guard open.count <= Self.deepestNesting else {
      throw refusal("more than \(Self.deepestNesting) arrays and tables inside one another")
    }
    guard keyParts <= Self.deepestNesting else {
      throw refusal("a key of more than \(Self.deepestNesting) parts")
    }
  }

  /// Whether the bytes just before are digits that begin a value or a key: 2026 before -11-25.
  private var endsNumber: Bool {
    let word = bytes[..<index].reversed().prefix {
      $0.beginsKey && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'")
    }
    return !word.isEmpty && word.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  private mutating func close(_ bracket: UInt8) throws(TOMLSyntaxError) {
    guard open.popLast() == bracket else {
      throw refusal("\(Unicode.Scalar(bracket)) closes nothing that is open")
    }
  }

  /// A string of one line ends with it at the latest; one in three quotes ends with three.
  private mutating func skipString(quote: UInt8) {
    let isLong = bytes[index...].starts(with: [quote, quote, quote])
    index += isLong ? 3 : 1
    while let byte = next {
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\n") { line += 1 }
        index += 2
      } else if byte == quote, !isLong || bytes[index...].starts(with: [quote, quote, quote]) {
        index += isLong ? 3 : 1
        return
      } else if byte == UInt8(ascii: "\n") {
        guard isLong else { return }
        line += 1
        index += 1
      } else {
        index += 1
      }
    }
  }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipBlanks() {
    skip { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r") }
  }

  private mutating func skip(while condition: (UInt8) -> Bool) {
    while let byte = next, condition(byte) { index += 1 }
  }

  private func refusal(_ reason: String) -> TOMLSyntaxError { TOMLSyntaxError(line: line, reason: reason) }
}

extension UInt8 {
  /// Whether a bare or quoted key may begin with it.
  fileprivate var beginsKey: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "\""),
      UInt8(ascii: "'"):
      true
    default: false
    }
  }
}
