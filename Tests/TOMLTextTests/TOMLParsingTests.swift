import TOMLKit
import TOMLText
import Testing

@Suite struct TOMLParsingTests {
  private func refusal(of text: String) -> TOMLSyntaxError? {
    do {
      _ = try parseTOML(text)
      return nil
    } catch {
      return error
    }
  }

  @Test func whatIsTOMLIsReadWhateverItsStringsHold() throws {
    let table = try parseTOML(
      """
      path = "[[[ # no header" # [[[ a comment
      long = '''
      [[[ in a text
      ''' # '''
      escaped = "\\"[[[{{{"
      a.b.c = [[1, 2], [3.5, 4]]
      inline = { x = { y = [1.5, 2.5] } }
      [ table ]
      "quoted key" = 1
      [[rows]]
      n = 1
      [[ rows ]]
      n = 2
      """)
    #expect(table["path"]?.string == "[[[ # no header")
    #expect(table["long"]?.string == "[[[ in a text\n")
    #expect(table["escaped"]?.string == "\"[[[{{{")
    #expect(table["a"]?.table?["b"]?.table?["c"]?.array?.count == 2)
    #expect(table["table"]?.table?["quoted key"]?.int == 1)
    #expect(table["rows"]?.array?.count == 2)
  }

  @Test(arguments: ["[[[", "[[[a]]]", "a = 1\n  [ [[", "[.a]", "[=]", "[#", "[[,", "[[\n", "[é]"])
  func aHeaderThatBeginsWithNoKeyIsAnErrorOnItsLine(text: String) throws {
    let error = try #require(refusal(of: text))
    #expect(error.line == text.split(separator: "\n").count)
    #expect(error.reason.contains("expected the name of a table"))
  }

  @Test func sixtyFourLevelsAreReadAndOneMoreIsRefused() throws {
    func arrays(_ depth: Int) -> String {
      "a = " + String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    func tables(_ depth: Int) -> String {
      "a = " + String(repeating: "{ b = ", count: depth) + "1" + String(repeating: " }", count: depth)
    }
    func key(_ parts: Int) -> String { Array(repeating: "k", count: parts).joined(separator: ".") }
    for text in [arrays(64), tables(64), key(64) + " = 1", "[\(key(64))]"] {
      #expect(refusal(of: text) == nil)
    }
    for text in [arrays(65), tables(65), key(65) + " = 1", "[\(key(65))]", arrays(30_700), tables(30_700)] {
      let error = try #require(refusal(of: "# a line\n" + text))
      #expect(error.line == 2)
      #expect(error.reason.contains("more than 64"))
    }
  }

  @Test func manyShortKeysAndNumbersWithPointsNestNothing() {
    let numbers = Array(repeating: "1.5", count: 200).joined(separator: ", ")
    let lines = Array(repeating: "", count: 100).indices.map { "k\($0).x = 1" }.joined(separator: "\n")
    #expect(refusal(of: "a = [\(numbers)]\n\(lines)\n") == nil)
  }

  @Test func linesAreCountedThroughStringsOfSeveral() throws {
    let text = "a = \"\"\"\none\\\ntwo \"quoted\"\n\"\"\"\nb = '''\n\n'''\n[[["
    #expect(try #require(refusal(of: text)).line == 8)
    #expect(try #require(refusal(of: "a = 1\nb = = 2")).line == 2)
  }

  /// Damage of every kind to a real text: an error or a table, never the end of the process.
  @Test func damagedTextsEndInAnErrorOrATable() {
    let text = Array(
      "name = \"x\"\n[a.b]\nc = [1, 2.5, { d = 'e' }]\n[[f]]\ng = -1e-3 # h\ni.j-1-2 = true\n".utf8)
    let tokens = [
      "[", "]", "[[", "]]", "{", "}", ".", "=", "\"", "'", "'''", "\"\"\"", "\\", "\n", "#", ",", "\0", "é",
      "2026-01-01", "T1:", "-", "0", "_",
    ]
    var state: UInt64 = 7
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var refused = 0
    for _ in 0..<2000 {
      var damaged = text
      for _ in 0...random(4) {
        let place = random(damaged.count)
        if random(3) == 0 { damaged.remove(at: place) }
        damaged.insert(contentsOf: tokens[random(tokens.count)].utf8, at: place)
      }
      if refusal(of: String(decoding: damaged, as: UTF8.self)) != nil { refused += 1 }
    }
    #expect((500..<2000).contains(refused))
  }
}
