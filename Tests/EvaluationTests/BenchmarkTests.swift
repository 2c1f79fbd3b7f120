import Evaluation
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
}
