import Annotations
import Events
import Foundation
import Recipes
import RunStore
import Testing

@testable import Training

/// Training on annotations that are not all as a detector wants them.
@Suite struct OddDataTests {
  private let data: TinyData

  init() throws { data = try TinyData() }

  /// A copy of the tiny annotations with something changed.
  private func changed(
    _ name: String, _ change: (inout [String: [[String: Any]]]) -> Void
  ) throws -> Recipe.AnnotatedImages {
    let whole = try JSONSerialization.jsonObject(
      with: Data(contentsOf: data.folder.appendingPathComponent("boxes.json")))
    var file = try #require(whole as? [String: [[String: Any]]])
    change(&file)
    let url = data.folder.appendingPathComponent(name)
    try JSONSerialization.data(withJSONObject: file).write(to: url)
    return Recipe.AnnotatedImages(annotations: url.path, images: data.folder.path)
  }

  private func run(_ sources: DataSources, _ overrides: String...) throws -> (RunEnding, Recorder) {
    let recipe = try data.recipe(.effectiveClassMargin, overrides)
    let recorder = Recorder()
    let run = TrainingRun(
      recipe: recipe, sources: sources, ranks: .alone, folder: try data.run("run", recipe), isResumed: false,
      control: RunControl(), emit: { recorder($0) })
    return (run.run(), recorder)
  }

  // MARK: Classes of two files

  @Test func sameIDsWithOtherNamesAreAnErrorThatShowsThree() throws {
    let train = try changed("train.json") { _ in }
    let validation = try changed("renamed.json") { file in
      for index in 0..<3 { file["categories"]?[index]["name"] = "other \(index + 1)" }
    }
    let report = RunReporter(run: RunID("test")) { _ in }
    let loss = try data.recipe().loss
    let error = #expect(throws: TrainingError.self) {
      try RunData(.files(train: train, validation: validation), loss, report)
    }
    let text = "\(try #require(error))"
    #expect(
      text.contains(
        #"id 1 is "other 1", not "class 1"; id 2 is "other 2", not "class 2"; id 3 is "other 3", not "class 3""#
      ))
    #expect(text.contains(#"data.match_classes = "id""#))
    let byID = Recipe.DataRules(withoutMask: .boxOnly, matchClasses: .id)
    let insisted = try RunData(.files(train: train, validation: validation, rules: byID), loss, report)
    #expect(insisted.categories.map(\.name) == ["class 1", "class 2", "class 3"])
  }

  // MARK: Masks

  /// Of six objects one has no mask, and one a mask that is none.
  private func oddMasks() throws -> Recipe.AnnotatedImages {
    try changed("odd-masks.json") { file in
      file["annotations"]?[1]["segmentation"] = ["size": [64, 64], "counts": [1, -5, 70]]
      file["annotations"]?[2]["segmentation"] = [[Double]]()
    }
  }

  @Test func anUnreadableMaskDropsOneObjectFromTheEvaluation() throws {
    let images = try oddMasks()
    let recorder = Recorder()
    let report = RunReporter(run: RunID("test")) { recorder($0) }
    let whole = try RunData(.files(train: images, validation: images), data.recipe().loss, report)
    let validation = ValidationSet(whole, limit: nil)
    let masks = try #require(validation.masks)
    #expect(validation.dataset.instances.map(\.id) == [0, 1, 2, 3, 4, 5])
    #expect(masks.dataset.instances.map(\.id) == [0, 3, 4, 5])
    #expect(masks.dataset.instanceRanges == [0..<1, 1..<1, 1..<1, 1..<2, 2..<3, 3..<4])
    #expect(masks.withoutMask == 1)
    #expect(masks.complaints.count == 1)
    var runs: [UInt32] = [], expected: [UInt32] = []
    try masks.appendRuns(of: 1, to: &runs)
    try whole.validation.appendRuns(of: 3, to: &expected)
    #expect(runs == expected && !runs.isEmpty)
    masks.complain(to: report)
    let warnings = recorder.logs(.warning).joined(separator: "\n")
    #expect(warnings.contains("masks are evaluated without 1 objects that have none"))
    #expect(warnings.contains("masks are evaluated without 1 objects whose masks cannot be read"))
  }

  @Test(arguments: ["box-only", "skip"]) func objectsWithAndWithoutMasksTrainTogether(policy: String) throws {
    let images = try changed("some-masks.json") { file in
      for index in [0, 3, 4] { file["annotations"]?[index]["segmentation"] = [[Double]]() }
    }
    let rules = Recipe.DataRules(
      withoutMask: policy == "skip" ? .skip : .boxOnly, matchClasses: .nameAndID)
    let (end, told) = try run(.files(train: images, validation: images, rules: rules))
    #expect(end == .finished)
    #expect(told.metrics.count == 8)
    for metrics in told.metrics {
      for key in [MetricKey.loss, .lossMask, .lossBox] {
        #expect(metrics.values[key]?.isFinite == true, "\(key) at step \(metrics.step)")
      }
    }
    #expect(told.metrics.contains { $0.values[.lossMask]! > 0 })
    #expect(told.logs(.warning).contains { $0.contains("mask") })
    let summary = try #require(told.evaluations.last).summary
    #expect(summary[.averagePrecision(.mask)] != nil && summary[.averagePrecision(.box)] != nil)
  }
}
