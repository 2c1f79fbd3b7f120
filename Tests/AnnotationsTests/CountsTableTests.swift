import Foundation
import Testing

@testable import Annotations

@Suite struct CountsTableTests {
  @Test func columnsMayStandInAnyOrderAmongOthers() throws {
    let text = "name\tsynset\tinstance_count\tid\timage_count\r\nb\tx\t30\t2\t20\r\n\r\na\tx\t5\t1\t4\r\n"
    let classes = try CountsTable(text, file: "t.tsv").classes
    #expect(
      classes == [
        Category(id: 1, name: "a", frequency: .rare, imageCount: 4, instanceCount: 5),
        Category(id: 2, name: "b", frequency: .common, imageCount: 20, instanceCount: 30),
      ])
  }

  @Test func theBinIsTheTablesOwnWhereItHasOne() throws {
    let classes = try CountsTable(Self.header + "\n1\ta\tf\t4\t5", file: "t.tsv").classes
    #expect(classes[0].frequency == .frequent)
  }

  private static let header = "id\tname\tfrequency\timage_count\tinstance_count"

  @Test(arguments: [
    (
      "id\tname\timage_count", "t.tsv:1: no column instance_count between tabs in \"id  name  image_count\"; "
    ),
    (header + "\n1\ta\tr\t4", "t.tsv:2: 4 fields between tabs, but the header has 5."),
    (
      header + "\n1\ta\tr\t4\t5\n2\tb\tr\t4\t-1",
      "t.tsv:3: instance_count is \"-1\", expected a whole number from 0."
    ),
    (header + "\n1\ta\tr\tmany\t5", "t.tsv:2: image_count is \"many\", expected a whole number from 0."),
    (header + "\n1\ta\tx\t4\t5", "t.tsv:2: frequency is \"x\", expected r, c or f."),
    (header + "\n1\ta\tr\t4\t5\n1\tb\tr\t4\t5", "t.tsv:3: id 1 is not new."),
    (header, "t.tsv: no classes, expected a header and a line for each class."),
    ("", "t.tsv: no classes, expected a header and a line for each class."),
  ]) func whatIsNoTableIsNamedWithItsLine(text: String, message: String) throws {
    let error = #expect(throws: CountsTableError.self) { try CountsTable(text, file: "t.tsv") }
    #expect(try #require(error).description.hasPrefix(message))
  }

  @Test func aMissingFileIsNamed() throws {
    let error = #expect(throws: CountsTableError.self) {
      try CountsTable(contentsOf: URL(fileURLWithPath: "/nowhere/counts.tsv"))
    }
    #expect(try #require(error).description.hasPrefix("/nowhere/counts.tsv: cannot be read"))
  }
}
