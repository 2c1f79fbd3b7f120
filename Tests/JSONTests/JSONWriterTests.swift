import Foundation
import JSON
import Testing

@Suite struct JSONWriterTests {
  @Test func membersAndElementsAreSeparated() {
    var writer = JSONWriter()
    writer.object {
      $0.member("step", 3)
      $0.member("loss", 0.1)
      $0.member("counts", [1, 2, 3])
      $0.object("empty") { _ in }
      $0.array("rows") {
        $0.value("a")
        $0.array { $0.value(true) }
        $0.object { $0.member("none", Int?.none) }
      }
    }
    let expected = #"{"step":3,"loss":0.1,"counts":[1,2,3],"empty":{},"rows":["a",[true],{"none":null}]}"#
    #expect(writer.text == expected)
  }

  @Test func whatATerminalWouldObeyIsEscapedAndReadsBackTheSame() throws {
    let name = "\u{1B}[31m\u{7F}\u{9B}é\u{202E}\u{E0041}👩‍👧 naïve"
    var writer = JSONWriter()
    writer.object { $0.member("name", name) }
    #expect(writer.text == #"{"name":"\u001b[31m\u007f\u009bé\u202e\udb40\udc41👩‍👧 naïve"}"#)
    let back = try JSONSerialization.jsonObject(with: Data(writer.bytes)) as? [String: String]
    #expect(back?["name"] == name)
  }

  @Test func linesStartAnew() {
    var writer = JSONWriter()
    for step in 0..<2 {
      writer.object { $0.member("step", step) }
      writer.endLine()
    }
    #expect(writer.text == "{\"step\":0}\n{\"step\":1}\n")
    writer.removeAll()
    #expect(writer.bytes.isEmpty)
  }

  @Test(arguments: [
    0.1, -0.0, 1e-5, 1.7976931348623157e308, .leastNonzeroMagnitude, 123456789, .infinity, -.infinity,
  ])
  func numbersReadBackEqual(number: Double) throws {
    var writer = JSONWriter()
    writer.value(number)
    #expect(try JSONParser().parse(writer.text).double().bitPattern == number.bitPattern)
  }

  @Test func notANumberIsABareToken() {
    var writer = JSONWriter()
    writer.value([Float.nan, 0.1])
    #expect(writer.text == "[NaN,0.1]")
  }

  @Test func stringsReadBackEqual() throws {
    let string = "quote \" backslash \\ newline \n bell \u{7} é 😀 \u{1f}"
    var writer = JSONWriter()
    writer.value(string)
    #expect(try JSONParser().parse(writer.text).string() == string)
  }
}
