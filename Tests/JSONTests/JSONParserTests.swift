import JSON
import Testing

@Suite struct JSONParserTests {
  private let parser = JSONParser()

  @Test func everyKindOfValueIsRead() throws {
    let value = try parser.parse(#" {"a": [1, -2.5e3, true, false, null], "b": {"c": "x"}, "d": []} "#)
    let elements = Array(try value.member("a").elements())
    #expect(elements.map(\.kind) == [.number, .number, .boolean, .boolean, .null])
    #expect(elements[0].asInteger == 1)
    #expect(elements[1].asDouble == -2500)
    #expect(elements[2].asBoolean == true)
    #expect(elements[3].asBoolean == false)
    #expect(elements[4].isNull)
    #expect(value["b"]?["c"]?.asString == "x")
    #expect(value["d"]?.kind == .array)
    #expect(value["e"] == nil)
    #expect(try value.members().map(\.key) == ["a", "b", "d"])
  }

  @Test(arguments: [
    ("NaN", Double.nan), ("Infinity", .infinity), ("-Infinity", -.infinity), ("1e400", .infinity),
    ("1e-400", 0),
    ("0.1", 0.1), ("-0", -0.0), ("2.2250738585072014e-308", .leastNormalMagnitude),
    ("123456789012345678901", 123456789012345683968), ("9007199254740993", 9007199254740992),
  ])
  func numbersAreDoubles(text: String, expected: Double) throws {
    let number = try parser.parse(text).double()
    #expect(number.bitPattern == expected.bitPattern || number.isNaN && expected.isNaN)
  }

  @Test(
    arguments: [
      ("9223372036854775807", Int.max), ("-9223372036854775808", .min),
      ("9007199254740993", 9007199254740993),
      ("3.0", 3), ("1e3", 1000), ("0.5", nil), ("1e30", nil), ("NaN", nil), ("\"1\"", nil),
    ] as [(String, Int?)])
  func integersKeepAllTheirDigits(text: String, expected: Int?) throws {
    #expect(try parser.parse(text).asInteger == expected)
  }

  /// Of every length, sign and place of the point: as Swift's own reading, to the last bit.
  @Test func decimalsAreTheNearestDoubles() throws {
    var random = SystemRandomNumberGenerator()
    for digits in 1...19 {
      for _ in 0..<200 {
        var text = (0..<digits).map { "\(Int.random(in: $0 == 0 ? 1...9 : 0...9, using: &random))" }.joined()
        let point = Int.random(in: 0...digits, using: &random)
        if point < digits {
          text = point == 0 ? "0." + text : String(text.prefix(point)) + "." + String(text.dropFirst(point))
        }
        if Bool.random(using: &random) { text = "-" + text }
        #expect(try parser.parse(text).asDouble == Double(text), "\(text)")
      }
    }
  }

  @Test func stringsEndAtTheirQuotesWhateverIsBehindThem() throws {
    let value = try parser.parse(
      "{\"a\" \t\n:\"x\\\\\" \r\n , \"b \": \"\", \"c\\\"\":[\"}\",\"\\\\\\\"\" ] , \"d\" : \" y \" }")
    #expect(try value.members().map(\.key) == ["a", "b ", "c\"", "d"])
    #expect(value["a"]?.asString == "x\\")
    #expect(value["b "]?.asString == "")
    #expect(try value.member("c\"").elements().map(\.asString) == ["}", "\\\""])
    #expect(value["d"]?.asString == " y ")
    #expect(try parser.parse("  \"\\\"end\"  ").asString == "\"end")
  }

  @Test func escapesAreResolved() throws {
    let value = try parser.parse(#"{"k\u0065y": "\"\\\/\b\f\n\r\t é \u00e9 \ud83d\ude00 \ud800!"}"#)
    #expect(try value.member("key").string() == "\"\\/\u{8}\u{c}\n\r\t é é 😀 \u{fffd}!")
  }

  @Test func aParserIsUsedAgainAndAgain() throws {
    for count in [3, 0, 100_000, 1] {
      let text = "[" + Array(repeating: "7", count: count).joined(separator: ",") + "]"
      #expect(try parser.parse(text).integers() == Array(repeating: 7, count: count))
    }
  }

  @Test(arguments: [
    ("", JSONError.ended(byte: 0, expected: "a value")),
    ("  ", .ended(byte: 2, expected: "a value")),
    ("[1, 2", .ended(byte: 5, expected: "',' or ']'")),
    (#"{"a""#, .ended(byte: 4, expected: "':'")),
    ("[1 2]", .unexpected(byte: 3, expected: "',' or ']'", found: "'2'")),
    ("[1,]", .unexpected(byte: 3, expected: "a value", found: "']'")),
    ("{\"a\":1,}", .unexpected(byte: 7, expected: "a key", found: "'}'")),
    ("{a: 1}", .unexpected(byte: 1, expected: "a key or '}'", found: "'a'")),
    ("[1]]", .unexpected(byte: 3, expected: "the end of the document", found: "']'")),
    ("[nil]", .unexpected(byte: 1, expected: "a value or ']'", found: "'nil'")),
    ("[truely]", .unexpected(byte: 1, expected: "a value or ']'", found: "'truely'")),
    ("[0, 01]", .unexpected(byte: 4, expected: "a value", found: "'01'")),
    ("[1.]", .unexpected(byte: 1, expected: "a value or ']'", found: "'1.'")),
    (#"[7"a"]"#, .unexpected(byte: 1, expected: "a value or ']'", found: "'7'")),
    ("[-]", .unexpected(byte: 1, expected: "a value or ']'", found: "'-'")),
    ("\u{0}", .unexpected(byte: 0, expected: "a value", found: "'\u{0}'")),
    (#"["a", "b]"#, .unclosedString(byte: 6)),
    ("[\"a\", \"b\n\"]", .controlCharacter(byte: 8)),
    (#"["\x"]"#, .unexpected(byte: 2, expected: "an escape sequence of JSON", found: "'\\'")),
    (#"["\u12g4"]"#, .unexpected(byte: 6, expected: "four hexadecimal digits", found: "'g4'")),
    (String(repeating: "[", count: 1000), .tooDeep(byte: 512)),
  ])
  func anErrorSaysWhereAndWhat(text: String, expected: JSONError) {
    #expect(throws: expected) { try parser.parse(text) }
  }

  @Test func invalidUTF8IsFound() {
    #expect(throws: JSONError.notUTF8(byte: 4)) {
      try parser.parse([UInt8](#"["é"#.utf8) + [0xFF, 0x22, 0x5D])
    }
  }

  @Test func aValueOfTheWrongKindSaysWhichIsWanted() throws {
    let value = try parser.parse(#"{"id": "7", "width": 1.5}"#)
    #expect(throws: JSONError.wrongType(byte: 8, expected: .number, found: .string)) {
      try value.member("id").integer()
    }
    #expect(throws: JSONError.notAnInteger(byte: 21, number: 1.5)) { try value.member("width").integer() }
    #expect(throws: JSONError.missingMember(byte: 0, key: "height")) { try value.member("height") }
    #expect(throws: JSONError.wrongType(byte: 0, expected: .array, found: .object)) { try value.elements() }
  }

  @Test func messagesAreSentences() {
    let error = JSONError.wrongType(byte: 8, expected: .number, found: .string)
    #expect("\(error)" == "Byte 8: expected a value of type number, found string.")
  }
}
