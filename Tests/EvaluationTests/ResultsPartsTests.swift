import Annotations
import Foundation
import JSON
import Testing

@testable import Evaluation

@Suite struct ResultsPartsTests {
  private static let dataset = Dataset(
    categories: [Category(id: 4, name: "c", frequency: nil, imageCount: nil, instanceCount: nil)],
    images: (1...50).map {
      ImageRecord(id: $0, fileName: "", width: 64, height: 64, negatives: [], notExhaustive: [])
    }, instances: [], instanceRanges: [Range<Int>](repeating: 0..<0, count: 50))

  /// Large enough to be cut, with what looks like a border of records in a text.
  private static func text(_ records: Int, changing index: Int? = nil, to record: String = "") -> String {
    let lines = (0..<records).map { place in
      place == index
        ? record
        : #"{"image_id": \#(place % 50 + 1), "category_id": 4, "bbox": [\#(place % 40), 1, 9, 9.5], "#
          + #""score": 0.\#(1000 + place % 9000), "note": "}, {\#(String(repeating: "-", count: 2000))"}"#
    }
    return "[" + lines.joined(separator: ", ") + "]"
  }

  @Test func aFileReadInPartsIsTheFileReadFromItsStart() throws {
    // An odd number: the middle of the file lies in the long text of a record, not before what looks like a border.
    let url = try temporary(Self.text(3001))
    defer { try? FileManager.default.removeItem(at: url) }
    let blank = ResultsReader(
      path: url.path, dataset: Self.dataset, content: .masks, counting: .asPeers, keeping: .all)
    let file = try RandomAccessFile(contentsOf: url)
    var whole = blank
    try whole.read(file) { _ in }
    var told: [Double] = []
    let parts = try #require(blank.readInParts(file) { told.append($0) })
    #expect(parts.detections == whole.detections)
    #expect(parts.images == whole.images)
    #expect(parts.pattern == whole.pattern)
    #expect(told.last == 1)
    var runs: (whole: [UInt32], parts: [UInt32]) = ([], [])
    for index in [0, 1400, 1600, 2999] {
      try whole.masks.appendRuns(of: index, to: &runs.whole)
      try parts.masks.appendRuns(of: index, to: &runs.parts)
    }
    #expect(runs.whole == runs.parts)
    #expect(
      try ResultsFile(contentsOf: [url], dataset: Self.dataset, content: .boxes).detections
        == whole.detections)
  }

  /// What is wrong anywhere is said with its place in the whole file.
  @Test func aBadRecordInALaterPartIsNamedByItsPlaceInTheFile() throws {
    let record = #"{"image_id": 99, "category_id": 4, "bbox": [0, 0, 1, 1], "score": 1}"#
    let url = try temporary(Self.text(3000, changing: 2500, to: record))
    defer { try? FileManager.default.removeItem(at: url) }
    let error = #expect(throws: ResultsError.self) {
      try ResultsFile(contentsOf: [url], dataset: Self.dataset, content: .boxes)
    }
    #expect(error.map { "\($0)".contains("2500") } == true)
  }

  @Test func partsOfWhichSomeLackBoxesAreReadFromTheStart() throws {
    let record =
      #"{"image_id": 9, "category_id": 4, "score": 1, "segmentation": {"size": [64, 64], "counts": "PP4"}}"#
    let url = try temporary(Self.text(3000, changing: 0, to: record))
    defer { try? FileManager.default.removeItem(at: url) }
    let blank = ResultsReader(
      path: url.path, dataset: Self.dataset, content: .boxes, counting: .asPeers, keeping: .all)
    let parts = try blank.readInParts(RandomAccessFile(contentsOf: url)) { _ in }
    #expect(parts?.images == nil)
  }

  private func temporary(_ text: String) throws -> URL {
    let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json")
    try Data(text.utf8).write(to: url)
    return url
  }
}
