import Annotations
import Foundation
import Testing

@Suite struct CSVFileTests {
  private static func rows(
    _ text: String, _ columns: [String], optional: [String] = [], implied: [String]? = nil
  ) throws -> [[String]] {
    let folder = try TextFolder()
    var rows: [[String]] = []
    try CSVFile(contentsOf: folder.file("a.csv", text), impliedHeader: implied)
      .forEachRow(columns, optional: optional) { row in
        rows.append([String(row.line)] + (0..<columns.count + optional.count).map { row.text($0) })
      }
    return rows
  }

  @Test func fieldsAreThoseOfTheColumnsAskedForWhateverTheirOrder() throws {
    #expect(try Self.rows("b,c,a\n2,3,1\n", ["a", "b"]) == [["2", "1", "2"]])
    #expect(try Self.rows("b,a\r\n2,1", ["a"], optional: ["c", "b"]) == [["2", "1", "", "2"]])
  }

  @Test func columnsMayBeInOtherCasesAndFieldsBetweenBlanks() throws {
    #expect(try Self.rows("A , Confidence\n 1,  x y \n", ["a", "Score"]) == [["2", "1", "x y"]])
  }

  @Test func aQuotedFieldMayHoldCommasQuotesAndLineEnds() throws {
    let text = "a,b\n\"x, y\",\"say \"\"no\"\"\"\r\n\n\"two\nlines\",\"\"\nlast,1\n"
    #expect(
      try Self.rows(text, ["a", "b"]) == [
        ["2", "x, y", "say \"no\""], ["4", "two\nlines", ""], ["6", "last", "1"],
      ])
  }

  @Test func anImpliedHeaderHoldsWhereTheFileHasNone() throws {
    let header = ["a", "b"]
    #expect(try Self.rows("1,2\n3,4\n", header, implied: header) == [["1", "1", "2"], ["2", "3", "4"]])
    #expect(try Self.rows("\u{FEFF}a,b\n3,4\n", header, implied: header) == [["2", "3", "4"]])
  }

  @Test func rowsThatCrossPiecesAreWhole() throws {
    var text = "n,text\n"
    for number in 0..<120_000 { text += "\(number),\"row, \(number)\"\n" }
    let rows = try Self.rows(text, ["n", "text"])
    #expect(rows.count == 120_000)
    #expect(rows.enumerated().allSatisfy { $1 == ["\($0 + 2)", "\($0)", "row, \($0)"] })
  }

  @Test(arguments: [
    "0", "1", "0.5", "0.1", "0.30000001", "0.123456789012345", "123456.75", ".25", "-0.5", "1e-05",
    "0.1234567890123456789",
  ])
  func numbersAreTheNearestOnes(text: String) throws {
    let folder = try TextFolder()
    var found: [Double] = []
    try CSVFile(contentsOf: folder.file("a.csv", "x\n\(text)\n")).forEachRow(["x"]) {
      found.append(try $0.number(0, "x"))
    }
    #expect(try found == [#require(Double(text))])
  }

  @Test(arguments: ["nan", "inf", "x", "1.2.3", ".", "--1"]) func whatIsNoNumberIsRefused(text: String) throws
  {
    let folder = try TextFolder()
    let file = try CSVFile(contentsOf: folder.file("a.csv", "x\n\(text)\n"))
    let error = #expect(throws: OpenImagesError.self) {
      try file.forEachRow(["x"]) { _ = try $0.number(0, "x") }
    }
    #expect(error?.description.contains("line 2: x is \"\(text)\"") == true)
  }

  @Test(arguments: [
    ("1", true), ("0", false), ("-1", false), ("1.0", true), ("0.0", false), ("True", true), ("false", false),
  ])
  func flagsAreReadAsTheyAreWritten(text: String, expected: Bool) throws {
    let folder = try TextFolder()
    var found: [Bool] = []
    try CSVFile(contentsOf: folder.file("a.csv", "x\n\(text)\n")).forEachRow(["x"]) {
      found.append(try $0.flag(0, "x"))
    }
    #expect(found == [expected])
  }

  @Test(arguments: [
    ("", "an empty file"), ("a,c\n", "line 1: no column b"), ("a,b\n1,2\n1,2,3\n", "line 3: 3 fields"),
    ("a,b\n1\n", "line 2: 1 fields, but the header has 2"),
    ("a,b\n1,\"2\n3,4\n", "line 2: a quote opens here"), ("ImageId,PredictionString\n", "Kaggle"),
    ("a;b\n1;2\n", "separated by semicolons"),
  ])
  func whatIsWrongIsSaidWithItsLine(text: String, message: String) throws {
    let error = #expect(throws: OpenImagesError.self) { try Self.rows(text, ["a", "b"]) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "no error")")
  }
}

/// A folder of a test's own, removed with it.
final class TextFolder {
  let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")

  init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(at: url) }

  func file(_ name: String, _ text: String) throws -> URL {
    let file = url.appending(path: name)
    try Data(text.utf8).write(to: file)
    return file
  }
}
