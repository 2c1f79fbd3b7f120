import Foundation
import JSON
import Testing

@Suite struct JSONStreamTests {
  private let document = #"""
    {"info": {"year": 2017}, "images": [{"id": 1, "file_name": "a \" {[,.jpg"}, {"id": 2, "file_name": "é"}],
     "empty": [], "annotations": [{"id": 1, "segmentation": [[1.5, 2, {"x": "]"}]], "area": 12.25},
     {"segmentation": {"counts": "\\"}, "id": 2, "area": NaN}], "version": "v1", "numbers": [1, 22, 333]}
    """#

  /// Windows of every small size cut the document everywhere: inside strings, numbers, characters and escapes.
  @Test(arguments: 1...80) func theWindowsSizeMakesNoDifference(windowSize: Int) throws {
    var seen: [String] = []
    let keys = try read(document, windowSize: windowSize) { item in
      let content = try item.value["id"]?.integer() ?? item.value["year"]?.integer() ?? item.value.asInteger
      seen.append("\(item.place) \(content.map(String.init) ?? item.value.source)")
    }
    #expect(keys == ["info", "images", "empty", "annotations", "version", "numbers"])
    #expect(
      seen == [
        #"member(key: "info") 2017"#, #"elementOf(key: "images") 1"#, #"elementOf(key: "images") 2"#,
        #"elementOf(key: "annotations") 1"#, #"elementOf(key: "annotations") 2"#,
        #"member(key: "version") v1"#, #"elementOf(key: "numbers") 1"#, #"elementOf(key: "numbers") 22"#,
        #"elementOf(key: "numbers") 333"#,
      ])
  }

  @Test func aSkippedMemberIsKnownByItsBytes() throws {
    var ranges: [Range<Int>] = []
    try read(document, windowSize: 64, skipping: "segmentation") { item in
      if let skipped = item.value["segmentation"] { ranges.append(skipped.byteRange) }
    }
    let bytes = Array(document.utf8)
    let skipped = ranges.map { String(decoding: bytes[$0], as: UTF8.self) }
    #expect(skipped == [#"[[1.5, 2, {"x": "]"}]]"#, #"{"counts": "\\"}"#])
  }

  @Test func anArrayAloneIsADocument() throws {
    var sum = 0
    let keys = try read("[1, 2, 3, 4]", windowSize: 4) { item in
      #expect(item.place == .element)
      sum += try item.value.integer()
    }
    #expect(keys == nil)
    #expect(sum == 10)
  }

  @Test(arguments: [
    ("", JSONError.ended(byte: 0, expected: "an array or an object")),
    ("7", .unexpected(byte: 0, expected: "an array or an object", found: "'7'")),
    ("[1, 2", .ended(byte: 5, expected: "',' or ']'")),
    (#"{"a": [{"b": 1}, {"b"#, .unclosedString(byte: 18)),
    (#"{"a": [{"b": 1}, {"b": "#, .ended(byte: 23, expected: "a value")),
    (#"{"a": [1] "b": 2}"#, .unexpected(byte: 10, expected: "',' or '}'", found: "'\"'")),
    (#"{"a": [1}"#, .unexpected(byte: 8, expected: "',' or ']'", found: "'}'")),
    (#"{"a": 1} []"#, .unexpected(byte: 9, expected: "the end of the document", found: "'['")),
    (
      "\u{FEFF}[]",
      .unexpected(byte: 0, expected: "an array or an object in UTF-8", found: "a byte order mark")
    ),
    ("{1: 2}", .unexpected(byte: 1, expected: "a key", found: "'1'")),
  ])
  func anErrorSaysWhereInTheFile(text: String, expected: JSONError) {
    for windowSize in [1, 7, 4096] {
      #expect(throws: expected) { try read(text, windowSize: windowSize) { _ in } }
    }
  }

  @Test func aPackedFileIsCalledOne() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json.gz")
    defer { try? FileManager.default.removeItem(at: url) }
    try Data([0x1F, 0x8B, 8, 0]).write(to: url)
    let error = #expect(throws: JSONError.self) {
      try JSONStream(RandomAccessFile(contentsOf: url)).forEach { _ in }
    }
    #expect(error?.description.contains("gzip") == true)
  }

  @Test func aMissingFileIsSaid() {
    #expect(throws: JSONError.missing(file: "/nowhere/a.json")) {
      try RandomAccessFile(contentsOf: URL(filePath: "/nowhere/a.json"))
    }
  }

  @Test func aFolderIsUnreadable() throws {
    let folder = try RandomAccessFile(contentsOf: FileManager.default.temporaryDirectory)
    #expect(throws: JSONError.self) { try JSONStream(folder).forEach { _ in } }
  }

  @discardableResult
  private func read(
    _ text: String, windowSize: Int, skipping skipped: String? = nil, _ body: (JSONStream.Item) throws -> Void
  ) throws -> [String]? {
    let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json")
    defer { try? FileManager.default.removeItem(at: url) }
    try Data(text.utf8).write(to: url)
    return try JSONStream(RandomAccessFile(contentsOf: url), windowSize: windowSize)
      .forEach(skipping: skipped, body)
  }
}
