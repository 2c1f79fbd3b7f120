import CLogBytes
import Testing

@Suite struct NumberTests {
  private static func json(_ text: String) -> tb_log_number? {
    var number = tb_log_number()
    var text = text
    return text.withUTF8 { utf8 in
      utf8.withMemoryRebound(to: CChar.self) { bytes in
        let end = bytes.baseAddress! + bytes.count
        return tb_log_json_number(bytes.baseAddress, end, &number) == end ? number : nil
      }
    }
  }

  private static func python(_ text: String) -> Double? {
    var number = tb_log_number()
    var text = text
    return text.withUTF8 { utf8 in
      utf8.withMemoryRebound(to: CChar.self) { bytes in
        tb_log_float(bytes.baseAddress, bytes.baseAddress! + bytes.count, &number) ? number.value : nil
      }
    }
  }

  private static func text(_ text: String) -> (value: Double, integer: Int64, rest: Int)? {
    var number = tb_log_number()
    return Array(text.utf8CString).withUnsafeBufferPointer { bytes in
      let end = bytes.baseAddress! + bytes.count - 1
      return tb_log_text_number(bytes.baseAddress, end, &number).map {
        (number.value, number.integer, end - $0)
      }
    }
  }

  /// Numbers of few digits are multiplied and divided, others are left to the library: every one as it rounds.
  @Test func parsesPrintedNumbersExactly() {
    var generator = FixedGenerator(state: 5)
    for _ in 0..<20_000 {
      let digits = Int.random(in: 1...20, using: &generator)
      let sign = Bool.random(using: &generator) ? "-" : ""
      var number = sign + (0..<digits).map { _ in "\(Int.random(in: 0...9, using: &generator))" }.joined()
      let point = number.index(number.endIndex, offsetBy: -Int.random(in: 0..<digits, using: &generator))
      number.insert(".", at: point)
      if Bool.random(using: &generator) { number += "e\(Int.random(in: -30...30, using: &generator))" }
      #expect(Self.text(number)?.value == Double(number), "\(number)")
      #expect(Self.text(number)?.rest == 0, "\(number)")
    }
  }

  @Test(arguments: [
    ("12s", 12.0, 1), ("1e", 1, 1), ("1e-", 1, 2), ("-0", 0, 0), ("1.", 1, 0), (".5x", 0.5, 1),
    ("7.716e-07,", 7.716e-07, 1),
    ("0.1234567890123e-10 ", 0.1234567890123e-10, 1), ("123456789012345678", 123_456_789_012_345_678, 0),
    ("1e23", 1e23, 0),
    ("nan)", .nan, 1), ("-inf", -.infinity, 0), ("9007199254740993", 9_007_199_254_740_993, 0),
  ])
  func leavesWhatStandsBehindANumber(written: String, value: Double, rest: Int) throws {
    let number = try #require(Self.text(written))
    #expect(number.value == value || number.value.isNaN && value.isNaN)
    #expect(number.rest == rest)
  }

  @Test func keepsTheDigitsOfLargeSteps() {
    #expect(Self.text("9007199254740993")?.integer == 9_007_199_254_740_993)
  }

  /// The C library's strtod rounds correctly, as Python's float() does.
  @Test func parsesEveryDoubleExactly() {
    var generator = FixedGenerator(state: 2)
    for _ in 0..<20_000 {
      let value = Double(bitPattern: generator.next())
      guard value.isFinite else { continue }
      #expect(Self.json("\(value)")?.value == value)
      let text =
        String(Int.random(in: -999_999...999_999, using: &generator))
        + ".\(generator.next())e\(Int.random(in: -300...300, using: &generator))"
      #expect(Self.json(text)?.value == Double(text), "\(text)")
    }
  }

  @Test(arguments: [
    "9007199254740993", "0.1", "5e-324", "2.2250738585072011e-308", "1e400", "-1e-400",
    "123456789012345678901",
    "0.500000000000000166533453693773481063544750213623046875", "-0", "-0.0", "1E+5", "8.41e+21",
  ])
  func parsesHardNumbersExactly(text: String) throws {
    let number = try #require(Self.json(text))
    #expect(try number.value.bitPattern == #require(Double(text)).bitPattern)
  }

  @Test func keepsIntegersOfSixtyFourBits() {
    #expect(Self.json("9223372036854775807")?.integer == .max)
    #expect(Self.json("9007199254740993")?.integer == 9_007_199_254_740_993)
    #expect(Self.json("1e300")?.integer == .max)
    #expect(Self.json("-7.9")?.integer == -7)
  }

  @Test(arguments: ["01", "1.", ".5", "+1", "--1", "-", "e5", "nan", "Inf", "1e", "0x10", ""])
  func refusesWhatIsNoNumberOfJSON(text: String) { #expect(Self.json(text) == nil) }

  @Test func readsPythonsWords() {
    #expect(Self.json("NaN")?.value.isNaN == true)
    #expect(Self.json("-Infinity")?.value == -.infinity)
    #expect(Self.python(" nan ")?.isNaN == true)
    #expect(Self.python("+inf") == .infinity)
    #expect(Self.python("-Infinity") == -.infinity)
    #expect(Self.python("1.") == 1 && Self.python(".5") == 0.5 && Self.python("\t1e3\r") == 1000)
  }

  @Test(arguments: ["", " ", "1,5", "1 2", "0x10", "nan(1)", "+-1", "one", "5\0"])
  func refusesWhatPythonsFloatRefuses(text: String) { #expect(Self.python(text) == nil) }
}
