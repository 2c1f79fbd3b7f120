import Evaluation
import Foundation
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

  @Test(arguments: [
    (#""area": 12, "category_id": 9"#, "annotations that cannot be used: 1 × unknown category"),
    (#""area": NaN, "category_id": 4"#, "annotation 3: an area of nan"),
    (#""area": -1, "category_id": 4"#, "annotation 3: an area of -1.0"),
    (#""area": 1, "category_id": 4"#, "annotation 3 has no \"segmentation\""),
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
       "annotations": [{"id": 2, "image_id": 7, "bbox": [0, 0, 1, 1], "area": 1, "category_id": 4, "segmentation": []},
                       {"id": 3, "image_id": 7, "bbox": [0, 0, 1, 1], \(members)}]}
      """.utf8
    ).write(to: truths)
    try Data(
      #"[{"image_id": 7, "category_id": 4, "bbox": [0, 0, 2, 2], "score": 1}]"#.utf8
    ).write(to: detections)
    let error = #expect(throws: (any Error).self) { try evaluate(truths, detections, .masks, .lvis) }
    #expect(error.map { "\($0)".contains(message) } == true, "\(error.map { "\($0)" } ?? "no error")")
  }
}
