import Annotations
import Foundation
import JSON
import Testing

@testable import Evaluation

@Suite struct ResultsFileTests {
  @Test func recordsBecomeDetections() throws {
    let file = try read(
      #"[{"image_id": 7, "category_id": 4, "bbox": [1, 2.5, 3e1, 4], "score": 0.5, "extra": null}]"#, .boxes)
    #expect(
      file.detections == [
        DetectedInstance(category: 0, score: 0.5, box: Box(x: 1, y: 2.5, width: 30, height: 4))
      ])
  }

  @Test func aDetectorThatFindsNothingIsHeldAgainstTheAnnotations() throws {
    #expect(try read("[]", .masks).detections.isEmpty)
  }

  @Test func masksGiveBoxesAndAreasWhereNoBoxesAre() throws {
    let counts = RunLengthMask(polygons: [[1, 1, 1, 3, 4, 3]], height: 5, width: 6).compressed
    let quoted = counts.replacingOccurrences(of: "\\", with: "\\\\")
    for content in [ResultsFile.Content.boxes, .masks] {
      let file = try read(record(#""segmentation": {"size": [5, 6], "counts": "\#(quoted)"}"#), content)
      #expect(file.detections[0].box == Box(x: 1, y: 1, width: 2, height: 2))
      #expect(file.detections[0].area == 3)
    }
  }

  @Test func boxesGiveMasksWhereNoMasksAre() throws {
    let file = try read(record(#""bbox": [1, 1, 2, 3]"#), .masks)
    var runs: [UInt32] = []
    try file.masks.appendRuns(of: 0, to: &runs)
    #expect(runs == [6, 3, 2, 3, 16])
  }

  @Test func masksMayBeRunsOrPolygons() throws {
    for mask in [#"{"size": [5, 6], "counts": [6, 3, 21]}"#, "[[1, 1, 1, 4, 2, 4, 2, 1]]"] {
      #expect(try read(record(#""segmentation": \#(mask)"#), .masks).detections[0].area == 3)
    }
  }

  @Test(arguments: [
    (
      #"[{"image_id": 7, "category_id": 4, "bbox": [1, 2, 3, 4], "sco"#,
      "not a readable JSON file. Line 1, Byte 57: the string that opens here is never closed"
    ),
    (#"{"annotations": []}"#, "expected an array of detections"),
    ("{}", "expected an array of detections"), ("", "the document ends where an array or an object"),
    ("[3]", "detections[0] at line 1, byte 1: Byte 1: expected a value of type object, found number"),
    (#"{"image_id": 7}"#, "one object a line, expected one array"),
    ("\n[\n3]", "detections[0] at line 3, byte 3"),
    (record(#""bbox": [1, 2, 3]"#), "\"bbox\" has 3 numbers, expected four"),
    (record(#""bbox": [1, 2, 3, "4"]"#), "expected a value of type number, found string"),
    (record(#""bbox": [1, NaN, 3, 4]"#), "\"bbox\" is not finite"),
    (record(#""bbox": [1, 1e999, 3, 4]"#), "\"bbox\" is not finite"),
    (record(""), "neither \"bbox\" nor \"segmentation\""),
    (record(#""bbox": [1, 2, 3, 4]"#, score: "NaN"), "\"score\" is not finite"),
    (record(#""bbox": [1, 2, 3, 4]"#, score: #""0.5""#), "expected a value of type number, found string"),
    (record(#""bbox": [1, 2, 3, 4]"#, image: "1000000000"), "no image of id 1000000000"),
    (record(#""bbox": [1, 2, 3, 4]"#, image: "1e30"), "expected an integer, found 1e+30"),
    (record(#""segmentation": {"size": [5, 6]}"#), "the object has no \"counts\""),
    (
      record(#""segmentation": {"size": [6, 5], "counts": "N3"}"#),
      "a mask of size [6, 5], but its image is [5, 6]: \"size\" is height, width."
    ),
    (
      record(#""segmentation": {"size": [5, 6], "counts": "o0"}"#),
      "add up to 31 pixels, expected 5 × 6 = 30"
    ),
    (record(#""segmentation": {"size": [5, 6], "counts": "zz"}"#), "byte 0 of the compressed mask is 122"),
    (record(#""segmentation": {"size": [5, 6], "counts": [3, -3]}"#), "run 1 of the mask has length -3"),
  ])
  func whatIsWrongIsSaidWithItsPlace(text: String, message: String) throws {
    let error = #expect(throws: ResultsError.self) { try read(text, .masks) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "no error")")
  }

  @Test func whatPeersTakeIsTakenAndCounted() throws {
    let box = #""bbox": [1, 2, 3, 4]"#
    let records = [
      record(box, category: "9"), record(box, category: "null"), record(#""bbox": [1, 2, -3, 4]"#),
      record(box, image: #""7""#, category: #""4""#), record(box, image: "7.0"),
    ].map { $0.dropFirst().dropLast() }
    let file = try read("[\(records.joined(separator: ","))]", .boxes)
    #expect(file.detections.map(\.category) == [-1, -1, 0, 0, 0])
    #expect(file.detections[2].area == -12)
    #expect(ResultsRemark.allCases.map(file.parts[0].remarks.count(of:)) == [1, 1, 1, 2])
    #expect(
      file.parts[0].remarks.sentences[0].hasSuffix("(first: detections[0] at line 1, byte 1: category 9)"))
    #expect(try read("[\(records[4])]", .boxes).parts[0].remarks.isEmpty)
  }

  @Test func aRecordWithoutABoxAmongOthersIsSaidSo() throws {
    let first = #"{"image_id": 7, "category_id": 4, "bbox": [1, 2, 3, 4], "score": 1}"#
    let text = #"[\#(first), {"image_id": 7, "category_id": 4, "score": 1}]"#
    let error = #expect(throws: ResultsError.self) { try read(text, .boxes) }
    #expect(
      error?.description.hasSuffix(
        "detections[1] at line 1, byte \(first.utf8.count + 3): Byte \(first.utf8.count + 3): the object has no \"bbox\"."
      ) == true)
  }
}

/// A file of one detection with further members.
private func record(
  _ members: String, score: String = "0.5", image: String = "7", category: String = "4"
) -> String {
  let comma = members.isEmpty ? "" : ", "
  return #"[{"image_id": \#(image), "category_id": \#(category), "score": \#(score)\#(comma)\#(members)}]"#
}

/// Reads detections on one image 7 of 5 rows and 6 columns, one category 4.
private func read(_ text: String, _ content: ResultsFile.Content) throws -> ResultsFile {
  let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json")
  defer { try? FileManager.default.removeItem(at: url) }
  try Data(text.utf8).write(to: url)
  return try ResultsFile(
    contentsOf: [url],
    dataset: Dataset(
      categories: [Category(id: 4, name: "c", frequency: .rare, imageCount: nil, instanceCount: nil)],
      images: [
        ImageRecord(id: 7, fileName: "a.jpg", width: 6, height: 5, negatives: [], notExhaustive: [])
      ],
      instances: [], instanceRanges: [0..<0]),
    content: content)
}
