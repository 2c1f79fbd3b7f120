import Annotations
import Evaluation
import Foundation
import JSON
import Testing

@Suite struct LVISTests {
  /// lvis 0.5.3 on random annotations of LVIS v1's form with masks, data/eval/lvis-small.
  @Test(arguments: ["bbox", "segm"])
  func equalsTheLVISPackageClassByClass(type: String) throws {
    let expected = try GoldenNumbers(shared("eval/lvis-small/expected.json"), member: type)
    let results = try evaluate("eval/lvis-small/gt.json", "eval/lvis-small/dt.json", type)
    expected.expect(results)
  }

  /// lvis 0.5.3 on real annotations of LVIS v0.5, data/eval/lvis_val_100.json.
  @Test func equalsTheLVISPackageOnRealAnnotations() throws {
    let expected = try GoldenNumbers(shared("eval/lvis_results_100.expected.json"), member: nil)
    expected.expect(try evaluate("eval/lvis_val_100.json", "eval/lvis_results_100.json", "bbox"))
  }

  private func evaluate(_ truths: String, _ detections: String, _ type: String) throws -> EvaluationResults {
    let truths = try AnnotationFile(contentsOf: shared(truths))
    let file = try ResultsFile(
      contentsOf: shared(detections), dataset: truths.dataset, content: type == "segm" ? .masks : .boxes)
    let evaluation = DetectionEvaluation(
      truths.dataset, rules: .lvis, task: type == "segm" ? .masks(truths: truths) : .boxes)
    try evaluation.add(file)
    return try evaluation.results()
  }
}

/// A file of the data shared by the projects, beside this one.
func shared(_ path: String) -> URL {
  URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../shared/data/\(path)")
    .standardized
}

/// What a benchmark's own tool gives; -1 where there is nothing to find.
struct GoldenNumbers {
  let summary: [String: Double]
  let classes: [Int: Double]

  init(_ url: URL, member: String?) throws {
    let document = try JSONParser().parse(Data(contentsOf: url))
    let value = try member.map { try document.member($0) } ?? document
    summary = try Dictionary(
      uniqueKeysWithValues: value.member("results").members().map { ($0.key, try $0.value.double()) })
    classes = try Dictionary(
      uniqueKeysWithValues: value["per_category"]?.members().map {
        (Int($0.key) ?? -1, try $0.value.double())
      } ?? [])
  }

  func expect(_ results: EvaluationResults) {
    #expect(Set(results.summary.map(\.name)) == Set(summary.keys))
    for number in results.summary {
      #expect(abs((number.value ?? -1) - (summary[number.name] ?? .nan)) < 1e-9, "\(number)")
    }
    for result in results.classes where !classes.isEmpty {
      let expected = classes[result.category.id] ?? .nan
      #expect(abs((result.averagePrecision ?? -1) - expected) < 1e-9, "\(result.category)")
    }
  }
}
