import Foundation
import Testing

@testable import JSON

@Suite struct JSONPartsTests {
  /// Objects of every length, with braces in their texts.
  private static let elements = (0..<200).map { index in
    #"{"index": \#(index), "name": "\#(String(repeating: "}{", count: index * 7 % 90))", "list": [[1, {}], 2]}"#
  }

  @Test(arguments: [1, 2, 3, 7]) func partsTogetherAreTheWhole(count: Int) throws {
    let text = "[" + Self.elements.joined(separator: " ,\n") + "]"
    let file = try temporary(text)
    let starts = try JSONStream.parts(of: file, count: count)
    #expect(starts.first == 0)
    #expect(starts == starts.sorted())
    var read: [Int] = []
    for (part, start) in starts.enumerated() {
      let end = part + 1 < starts.count ? starts[part + 1] : file.byteCount
      let next = try JSONStream(file, windowSize: 300).forEachElement(from: start, to: end) {
        read.append(try $0.member("index").integer())
      }
      #expect(next == (part + 1 < starts.count ? end : nil))
    }
    #expect(read == Array(0..<200))
  }

  /// A cut inside of a string is refuted by the part before it: its next element starts elsewhere.
  @Test func aCutThatIsNoneIsRefuted() throws {
    let file = try temporary(#"[{"a": "},{"}, {"a": 2}]"#)
    let next = try JSONStream(file).forEachElement(from: 0, to: 10) { _ in }
    #expect(next == 15)
  }

  @Test func whatIsNoArrayOrDoesNotEndIsAnError() throws {
    for text in [#"{"a": 1}"#, #"[{"a": 1}"#, #"[{"a": 1},"#, #"[{"a": 1}] 2"#, "[{}{}]", ""] {
      let file = try temporary(text)
      #expect(throws: JSONError.self, "\(text)") {
        _ = try JSONStream(file).forEachElement(from: 0, to: file.byteCount) { _ in }
      }
    }
    #expect(try JSONStream(temporary(" [ ] ")).forEachElement(from: 0, to: 5) { _ in } == nil)
  }

  private func temporary(_ text: String) throws -> RandomAccessFile {
    let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json")
    defer { try? FileManager.default.removeItem(at: url) }
    try Data(text.utf8).write(to: url)
    return try RandomAccessFile(contentsOf: url)
  }
}
