import Evaluation
import Foundation
import JSON
import Testing

@Suite struct BenchmarkTests {
  /// lvis 0.5.3 on random annotations of LVIS v1's form with masks, data/eval/lvis-small.
  @Test(arguments: [("bbox", .boxes), ("segm", .masks)] as [(String, ResultsFile.Content)])
  func equalsTheLVISPackageClassByClass(type: String, content: ResultsFile.Content) throws {
    try GoldenNumbers(shared("eval/lvis-small/expected.json"), member: type).expect(
      evaluate(shared("eval/lvis-small/gt.json"), shared("eval/lvis-small/dt.json"), content, .lvis))
  }

  /// lvis 0.5.3 on real annotations of LVIS v0.5, data/eval/lvis_val_100.json.
  @Test func equalsTheLVISPackageOnRealAnnotations() throws {
    try GoldenNumbers(shared("eval/lvis_results_100.expected.json"), member: nil).expect(
      evaluate(shared("eval/lvis_val_100.json"), shared("eval/lvis_results_100.json"), .boxes, .lvis))
  }

  /// lvis 0.5.3 and pycocotools 2.0.11 on few images with everything that is rare: ties, duplicates, crowds, images
  /// without objects or detections, areas on the bounds of ranges and of 0.
  @Test(
    arguments: [("lvis", .lvis), ("coco", .coco)] as [(String, BenchmarkRules)],
    [("bbox", .boxes), ("segm", .masks)] as [(String, ResultsFile.Content)])
  func equalsTheBenchmarksToolOnCornerCases(
    style: (name: String, rules: BenchmarkRules), type: (name: String, content: ResultsFile.Content)
  ) throws {
    try GoldenNumbers(golden("\(style.name)-expected.json"), member: type.name).expect(
      evaluate(
        golden("\(style.name)-annotations.json"), golden("\(style.name)-results.json"), type.content,
        style.rules))
  }

  /// The same tools with the limit of 3 detections: in an image for LVIS, of a class in an image for COCO.
  @Test(
    arguments: [
      ("lvis", .lvis(detectionsPerImage: 3)), ("coco", .coco(detectionsPerClass: [1, 3])),
    ] as [(String, BenchmarkRules)], [("bbox", .boxes), ("segm", .masks)] as [(String, ResultsFile.Content)])
  func anotherLimitIsTheToolsOwn(
    style: (name: String, rules: BenchmarkRules), type: (name: String, content: ResultsFile.Content)
  ) throws {
    let expected = try JSONParser().parse(Data(contentsOf: golden("reports.json")))
      .member(style.name).member(type.name).member("limited")
    try GoldenNumbers(expected).expect(
      evaluate(
        golden("\(style.name)-annotations.json"), golden("\(style.name)-results.json"), type.content,
        style.rules))
  }

  /// What the tools print of the same files.
  @Test(
    arguments: [("lvis", .lvis), ("coco", .coco)] as [(String, BenchmarkRules)],
    [("bbox", .boxes), ("segm", .masks)] as [(String, ResultsFile.Content)])
  func theReportBeginsWithTheLinesOfTheBenchmarksTool(
    style: (name: String, rules: BenchmarkRules), type: (name: String, content: ResultsFile.Content)
  ) throws {
    let printed = try JSONParser().parse(Data(contentsOf: golden("reports.json")))
      .member(style.name).member(type.name).member("printed").elements().map { try $0.string() }
    let results = try evaluate(
      golden("\(style.name)-annotations.json"), golden("\(style.name)-results.json"), type.content,
      style.rules)
    let lines = AccuracyReport(results, detail: .everyClass).lines
    #expect(Array(lines.prefix(printed.count)) == printed)
  }

  @Test(arguments: [
    (#""area": "12", "category_id": 4"#, "expected a value of type number, found string"),
    (#""area": 12, "iscrowd": "no", "category_id": 4"#, "expected a value of type number, found string"),
    (
      #""area": 12, "category_id": 4, "bbox": [0, NaN, 1, 1]"#, "annotations that cannot be used: 1 × box not"
    ),
    (#""area": NaN, "category_id": 4"#, "annotation 3: an area of nan"),
    (#""area": 1, "category_id": 4"#, "1 × annotation without a mask (first: annotations[1] at line 5"),
    (
      #""area": 1, "category_id": 4, "segmentation": {"size": [2, 3], "counts": [1, 4, 1]}"#,
      "annotation 3: the segmentation is no mask"
    ),
    (
      #""area": 1, "category_id": 4, "segmentation": [[0, 0, 0, NaN, 1, 1]]"#,
      "annotation 3: the segmentation is no mask"
    ),
  ])
  func annotationsThatCannotBeTrustedAreSaidSo(members: String, message: String) throws {
    let truths = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json")
    let detections = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json")
    defer { [truths, detections].forEach { try? FileManager.default.removeItem(at: $0) } }
    try Data(
      """
      {"images": [{"id": 7, "file_name": "a.jpg", "width": 64, "height": 48}],
       "categories": [{"id": 4, "name": "c", "frequency": "r"}],
       "annotations": [{"id": 2, "image_id": 7, "bbox": [0, 0, 1, 1], "area": 1, "category_id": 4,
                        "segmentation": [[0, 0, 9, 0, 9, 9]]},
                       {"id": 3, "image_id": 7, \(members), "bbox": [0, 0, 1, 1]}]}
      """.utf8
    ).write(to: truths)
    try Data(
      #"[{"image_id": 7, "category_id": 4, "bbox": [0, 0, 2, 2], "score": 1}]"#.utf8
    ).write(to: detections)
    let error = #expect(throws: (any Error).self) { try evaluate(truths, detections, .masks, .lvis) }
    #expect(error.map { "\($0)".contains(message) } == true, "\(error.map { "\($0)" } ?? "no error")")
  }

  /// As pycocotools counts it: an image's size says nothing about boxes.
  @Test func aTruthOutsideOfItsImageCounts() throws {
    let files = ["truths", "detections"].map { _ in
      FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json")
    }
    defer { files.forEach { try? FileManager.default.removeItem(at: $0) } }
    try Data(
      """
      {"images": [{"id": 7, "file_name": "a.jpg", "width": 64, "height": 48}],
       "categories": [{"id": 4, "name": "c"}],
       "annotations": [{"id": 2, "image_id": 7, "bbox": [70, 0, 9, 9], "area": 81, "category_id": 4}]}
      """.utf8
    ).write(to: files[0])
    try Data(#"[{"image_id": 7, "category_id": 4, "bbox": [70, 0, 9, 9], "score": 1}]"#.utf8).write(
      to: files[1])
    let precision = try #require(try evaluate(files[0], files[1], .boxes, .coco).averagePrecision())
    #expect(abs(precision - 1) < 1e-9)
  }
}
