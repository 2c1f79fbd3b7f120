import Annotations
import Evaluation
import Foundation
import JSON
import Testing

/// What a benchmark's own tool gives; -1 where there is nothing to find.
struct GoldenNumbers {
  private let summary: [String: Double]
  private let classes: [Int: Double]

  init(_ url: URL, member: String?) throws {
    let document = try JSONParser().parse(Data(contentsOf: url))
    try self.init(member.map { try document.member($0) } ?? document)
  }

  init(_ value: JSONValue) throws {
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

/// A file of the data shared by the projects, beside this one.
func shared(_ path: String) -> URL {
  URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../shared/data/\(path)")
    .standardized
}

/// A file of the tests' own.
func golden(_ name: String) throws -> URL {
  try #require(Bundle.module.url(forResource: "Golden/\(name)", withExtension: nil))
}

/// Evaluates files as the command does.
func evaluate(
  _ truths: URL, _ detections: URL, _ content: ResultsFile.Content, _ rules: BenchmarkRules
) throws -> EvaluationResults {
  try FileEvaluation(
    truths: truths, detections: [detections], content: content, rules: rules, depth: .precision
  ).results
}
