import CSimdjson
import Foundation

/// Reads a document of any size with little memory: a window slides over the file, and the elements of the document's
/// outermost arrays are handed over one by one.
public final class JSONStream {
  /// A value as it is handed over.
  public struct Item {
    /// Where it stands.
    public let place: Place
    /// The value, valid until the next is handed over.
    public let value: JSONValue
  }

  /// Where in the document a value stands.
  public enum Place: Equatable {
    /// An element of the document, which is an array.
    case element
    /// An element of the array that is this member of the document.
    case elementOf(key: String)
    /// The member of the document with this key, not an array.
    case member(key: String)
  }

  /// Bytes of the file when it was opened.
  public let byteCount: Int
  private let file: RandomAccessFile
  private let windowSize: Int
  private let parser = JSONParser()
  /// The structural position that is read next.
  private var position = 0
  /// Bytes of the window that have been read.
  private var consumed = 0
  /// Whether the window reaches the end of the file.
  private var isLast = false

  /// A stream over a file, nothing read yet. The window grows where a single value is larger.
  public init(_ file: RandomAccessFile, windowSize: Int = 512 << 10) {
    self.file = file
    self.windowSize = windowSize
    byteCount = file.byteCount
  }

  /// Bytes of the document that have been read.
  public var bytesRead: Int { parser.origin + consumed }

  /// Hands over the elements of the outermost arrays, and members that are none, in the order of the document.
  ///
  /// - Parameter skipped: the key of a member of elements that is passed over: only its `byteRange` is known.
  /// - Returns: the keys of the document; nil if it is an array.
  @discardableResult
  public func forEach(skipping skipped: String? = nil, _ body: (Item) throws -> Void) throws -> [String]? {
    try checkIsPlainText()
    var keys: [String]?
    switch try punctuation("[{", expected: "an array or an object") {
    case UInt8(ascii: "["):
      try elements(skipping: skipped) { try body(Item(place: .element, value: $0)) }
    default:
      keys = []
      try separated(closing: "}", expected: "a key or '}'") {
        let key = try key()
        keys?.append(key)
        if try peek("a value") == UInt8(ascii: "[") {
          step()
          try elements(skipping: skipped) { try body(Item(place: .elementOf(key: key), value: $0)) }
        } else {
          try body(Item(place: .member(key: key), value: value(skipping: nil)))
        }
      }
    }
    try expectEnd()
    return keys
  }
}

// MARK: - Grammar

extension JSONStream {
  /// Calls files that are packed or in another encoding by their name: their bytes would only be called no JSON.
  func checkIsPlainText() throws(JSONError) {
    let start = try file.bytes(0..<3)
    let signatures: [(bytes: [UInt8], name: String)] = [
      ([0x1F, 0x8B], "a file packed by gzip: unpack it first"), ([0xEF, 0xBB, 0xBF], "a byte order mark"),
      ([0xFF, 0xFE], "UTF-16"), ([0xFE, 0xFF], "UTF-16"),
    ]
    guard let found = signatures.first(where: { start.starts(with: $0.bytes) }) else { return }
    throw .unexpected(byte: 0, expected: "an array or an object in UTF-8", found: found.name)
  }

  private func elements(skipping skipped: String?, _ body: (JSONValue) throws -> Void) throws {
    try separated(closing: "]", expected: "a value or ']'") { try body(value(skipping: skipped)) }
  }

  /// Reads what `body` reads, separated by commas, to the closing bracket.
  private func separated(closing: Unicode.Scalar, expected: String, _ body: () throws -> Void) throws {
    guard try peek(expected) != UInt8(ascii: closing) else { return step() }
    repeat {
      try body()
    } while try punctuation(",\(closing)", expected: "',' or '\(closing)'") == UInt8(ascii: ",")
  }

  private func key() throws(JSONError) -> String {
    guard try peek("a key") == UInt8(ascii: "\"") else { throw unexpected("a key") }
    let key = try value(skipping: nil).string()
    _ = try punctuation(":", expected: "':'")
    return key
  }

  func punctuation(_ characters: String, expected: String) throws(JSONError) -> UInt8 {
    let byte = try peek(expected)
    guard characters.utf8.contains(byte) else { throw unexpected(expected) }
    step()
    return byte
  }

  func expectEnd() throws(JSONError) {
    while position == parser.structuralCount && !isLast { try slide() }
    guard position == parser.structuralCount else { throw unexpected("the end of the document") }
  }

  private func unexpected(_ expected: String) -> JSONError {
    let offset = parser.structuralOffset(position)
    return .unexpected(byte: parser.origin + offset, expected: expected, found: parser.describe(at: offset))
  }
}

// MARK: - Window

extension JSONStream {
  /// Starts at a byte, which must be the document's first or an element's.
  func begin(at start: Int) throws(JSONError) {
    if start == 0 { try checkIsPlainText() }
    parser.origin = start
  }

  /// Where the next value starts.
  func nextOffset(_ expected: String) throws(JSONError) -> Int {
    _ = try peek(expected)
    return parser.origin + parser.structuralOffset(position)
  }

  /// The byte at the next structural position.
  func peek(_ expected: String) throws(JSONError) -> UInt8 {
    while position == parser.structuralCount {
      guard !isLast else { throw .ended(byte: parser.origin + parser.count, expected: expected) }
      try slide()
    }
    return parser.text[parser.structuralOffset(position)]
  }

  /// Moves behind a structural character.
  func step() {
    consumed = parser.structuralOffset(position) + 1
    position += 1
  }

  func value(skipping skipped: String?) throws(JSONError) -> JSONValue {
    while true {
      var next = position
      let result = parser.tokenize(at: &next, skipping: skipped, isComplete: isLast)
      guard result.code == TB_JSON_INCOMPLETE && !isLast else {
        try parser.check(result)
        position = next
        let value = JSONValue(parser: parser, index: 0)
        consumed = value.byteRange.upperBound - parser.origin + (value.kind == .string ? 1 : 0)
        return value
      }
      try slide()
    }
  }

  /// Drops what has been read from the window, fills it up, and finds its structure.
  private func slide() throws(JSONError) {
    parser.drop(consumed)
    consumed = 0
    position = 0
    let capacity = parser.count > windowSize / 2 ? 2 * parser.count : windowSize
    while parser.count < capacity && !isLast {
      try parser.append(upTo: capacity) { buffer throws(JSONError) in
        let count = try file.read(into: buffer, at: parser.origin + parser.count)
        isLast = count == 0
        return count
      }
    }
    try indexWindow()
  }

  /// A window that ends inside a string is cut before that string.
  private func indexWindow() throws(JSONError) {
    var result = parser.index(parser.count)
    if result.code == TB_JSON_UNCLOSED_STRING, !isLast, let quote = parser.lastQuote {
      result = parser.index(quote)
    }
    try parser.check(result)
  }
}
