import CSimdjson

extension JSONParser {
  /// Throws what a result says went wrong.
  func check(_ result: tb_json_result) throws(JSONError) {
    let expected = result.expected.map { String(cString: $0) } ?? ""
    let byte = origin + Int(result.offset)
    switch result.code {
    case TB_JSON_OK: return
    case TB_JSON_INCOMPLETE: throw .ended(byte: byte, expected: expected)
    case TB_JSON_UNCLOSED_STRING: throw .unclosedString(byte: origin + (lastQuote ?? 0))
    case TB_JSON_CONTROL_CHARACTER: throw .controlCharacter(byte: origin + firstControlCharacterInString)
    case TB_JSON_NOT_UTF8: throw .notUTF8(byte: origin + firstInvalidByte)
    case TB_JSON_TOO_DEEP: throw .tooDeep(byte: byte)
    case TB_JSON_UNEXPECTED:
      throw .unexpected(byte: byte, expected: expected, found: describe(at: Int(result.offset)))
    default: throw .tooLarge(byte: byte)
    }
  }

  /// The start of what stands at an offset of the text, in quotes.
  func describe(at offset: Int) -> String {
    let rest = text[offset...].prefix(20)
    let isPunctuation = rest.first.map { !Self.isWord($0) } ?? true
    let word = isPunctuation ? rest.prefix(1) : rest.prefix(while: Self.isWord)
    return "'\(String(decoding: word, as: UTF8.self))'"
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...0xFF: true
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
    default: false
    }
  }

  /// The last quote that no backslash escapes: of a text that ends inside a string, where that string opens.
  var lastQuote: Int? {
    text.indices.last { offset in
      guard text[offset] == UInt8(ascii: "\"") else { return false }
      let backslashes = text[..<offset].reversed().prefix { $0 == UInt8(ascii: "\\") }.count
      return backslashes.isMultiple(of: 2)
    }
  }

  private var firstControlCharacterInString: Int {
    var isInString = false, isEscaped = false
    for (offset, byte) in text.enumerated() {
      if isInString && byte < 0x20 { return offset }
      if byte == UInt8(ascii: "\"") && !isEscaped { isInString.toggle() }
      isEscaped = isInString && byte == UInt8(ascii: "\\") && !isEscaped
    }
    return 0
  }

  private var firstInvalidByte: Int {
    var bytes = text.makeIterator()
    var decoder = UTF8()
    var valid = 0
    while case .scalarValue(let scalar) = decoder.decode(&bytes) { valid += UTF8.width(scalar) }
    return valid
  }
}
