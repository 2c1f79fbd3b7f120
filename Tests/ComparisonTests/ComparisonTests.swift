import Events
import Foundation
import JSON
import Recipes
import RunStore
import Testing

@testable import Comparison

@Suite final class ComparisonTests {
  let folder = NSTemporaryDirectory() + "comparison-\(UUID().uuidString)"

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Two losses under the demo's recipe.
  func plan(seeds: [UInt64] = [1, 2], overrides: [String] = [], held: [String] = []) throws -> ComparisonPlan
  {
    try ComparisonPlan(
      recipe: Recipe(named: "demo"), losses: [.softmaxCrossEntropy, .effectiveClassMargin], seeds: seeds,
      overrides: ["schedule.length=900 steps"] + overrides, held: held, folder: folder)
  }

  /// Leaves in the folder what a run leaves that came to these results, 0–100.
  func write(_ contestant: Contestant, of plan: ComparisonPlan, box: [Double], ending: RunState?) throws {
    let run = try RunFolder(creating: plan.path(of: contestant), recipe: contestant.recipe.text)
    let log = try EventLog(run) { _ in }
    defer { log.close() }
    let keys =
      [MetricKey.averagePrecision(.box)] + FrequencyBin.allCases.map { .averagePrecision(.box, bin: $0) }
    let report = EvaluationReport(
      step: 900, epoch: 3, seconds: 1, summary: Dictionary(uniqueKeysWithValues: zip(keys, box)), classes: [])
    for body in [.evaluated(report)] + (ending.map { [RunEvent.Body.state($0)] } ?? []) {
      log.append(RunEvent(run: RunID(contestant.name), time: 0, body: body))
    }
  }

  @Test func everyLossHasItsTurnBeforeTheNextSeed() throws {
    let names = try plan().contestants.map(\.name)
    #expect(names == ["softmax-ce-seed-1", "ecm-seed-1", "softmax-ce-seed-2", "ecm-seed-2"])
  }

  @Test func runsOfOneSeedDifferInTheLossAndItsPredictorsAlone() throws {
    let texts = try plan(seeds: [7]).contestants.map { $0.recipe.text.split(separator: "\n") }
    let own = [
      "name =", "counts =", "background_to_foreground =", "classifier =", "classifier_temperature =",
      "mask_predictor =", "mask_predictor_temperature =",
    ]
    let different = Set(texts[0]).symmetricDifference(texts[1]).filter { !$0.hasPrefix("#") }
    #expect(different.allSatisfy { line in own.contains { line.hasPrefix($0) } })
    #expect(texts.allSatisfy { $0.contains("seed = 7") })
  }

  @Test func anOverrideHoldsForEveryLoss() throws {
    let plan = try plan(overrides: ["detector.classifier=normalised", "detector.classifier_temperature=20"])
    #expect(plan.contestants.allSatisfy { $0.recipe.detector.box.classifier == .normalised(temperature: 20) })
  }

  @Test func whatIsHeldIsTheSameForAllAndTold() throws {
    let plan = try plan(held: ["detector.classifier=normalised"])
    #expect(plan.contestants.allSatisfy { $0.recipe.detector.box.classifier == .normalised(temperature: 20) })
    #expect(plan.contestants[0].recipe.loss == .softmaxCrossEntropy)
    let report = try ComparisonReport(on: plan)
    #expect(
      report.lines[0].hasPrefix("demo, 900 steps, the same for all: detector.classifier=normalised, mean"))
    #expect(report.json.contains(#""held":["detector.classifier=normalised"]"#))
  }

  @Test func runsOfEqualMinutesAreRefused() throws {
    let recipe = try Recipe(named: "demo")
    #expect(throws: ComparisonError.lengthIsATime(.seconds(600))) {
      try ComparisonPlan(
        recipe: recipe, losses: [.effectiveClassMargin], seeds: [1], overrides: [], held: [], folder: "f")
    }
  }

  @Test func theFolderTellsHowFarEachRunHasCome() throws {
    let plan = try plan()
    try write(plan.contestants[0], of: plan, box: [30, 10, 30, 40], ending: .finished)
    try write(plan.contestants[1], of: plan, box: [35, 20, 35, 45], ending: .stopped)
    try write(plan.contestants[2], of: plan, box: [32, 14, 30, 40], ending: nil)
    let runs = try plan.runs()
    #expect(runs.map(\.progress) == [.finished, .unfinished, .unfinished, .missing])
    #expect(runs[0].results[.averagePrecision(.box, bin: .rare)] == 10)
  }

  @Test func onlyFinishedRunsCountInTheMean() throws {
    let plan = try plan(seeds: [1, 2, 3])
    let losses = plan.contestants.filter { $0.loss == "softmax-ce" }
    try write(losses[0], of: plan, box: [30, 10, 30, 40], ending: .finished)
    try write(losses[1], of: plan, box: [34, 16, 31, 41], ending: .finished)
    try write(losses[2], of: plan, box: [90, 90, 90, 90], ending: .stopped)
    let standing = try #require(Standing.of(try plan.runs()).first)
    let rare = try #require(standing.spread(of: .averagePrecision(.box, bin: .rare)))
    // Mean of 10 and 16; deviation √((3² + 3²) / (2 − 1)).
    #expect(rare.mean == 13)
    #expect(abs(rare.deviation! - 18.0.squareRoot()) < 1e-12)
    let text = try ComparisonReport(on: plan).lines.joined(separator: "\n")
    #expect(text.contains("softmax-ce    2 of 3    32.0 ± 2.8    13.0 ± 4.2    30.5 ± 0.7    40.5 ± 0.7"))
  }

  @Test func aRunOfAnotherRecipeIsRefusedWithTheLineThatDiffers() throws {
    let earlier = try plan(seeds: [1], overrides: ["optimizer.lr=0.5"])
    try write(earlier.contestants[0], of: earlier, box: [30, 10, 30, 40], ending: .finished)
    let error = #expect(throws: ComparisonError.self) { try self.plan(seeds: [1]).runs() }
    guard case .otherRecipe(_, let line, let found, let expected) = error else {
      Issue.record("got \(String(describing: error))")
      return
    }
    let lines = earlier.contestants[0].recipe.text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[line - 1] == "lr = 0.5")
    #expect(found == "lr = 0.5")
    #expect(expected == "lr = 0.04")
  }

  @Test func theJSONHoldsRunsAndMeans() throws {
    let plan = try plan(seeds: [1])
    try write(plan.contestants[1], of: plan, box: [35, 20, 35, 45], ending: .finished)
    let json = try JSONParser().parse(ComparisonReport(on: plan).json)
    let losses = try Array(#require(json["losses"]).elements())
    let ecm = try #require(losses.last)
    #expect(ecm["loss"]?.asString == "ecm")
    #expect(ecm["mean"]?["bbox/APr"]?.asDouble == 20)
    let runs = try Array(ecm.member("runs").elements())
    #expect(runs.first?["progress"]?.asString == "finished")
  }
}

@Suite struct PublishedResultTests {
  /// The figures of the ECM authors' repository, Mask R-CNN R50, 1x.
  @Test func theTableHoldsWhatWasPublished() throws {
    let all = try PublishedResult.all()
    #expect(all.count == 17)
    let ecm = try #require(
      all.first { $0.loss == "ecm" && $0.detector == "mask-rcnn-r50-fpn" && $0.schedule == "1x" })
    #expect(ecm.results == [.averagePrecision(.box): 26.9, .averagePrecision(.mask): 26.4])
  }

  @Test func aLossOnADetectorHasReferencesOfLVIS() throws {
    let lines = try PublishedResult.references(loss: "ecm", detector: "cascade-mask-rcnn-r101-fpn")
    #expect(lines.map(\.name) == ["ecm cascade r101 2x"])
    #expect(lines.map(\.classCount) == [1203])
    #expect(lines[0].summary[.averagePrecision(.mask)] == 30.6)
  }

  @Test func whatWasNotPublishedIsAbsent() throws {
    let seesaw = try PublishedResult.all().filter { $0.loss == "seesaw" }
    #expect(seesaw.allSatisfy { $0.results[.averagePrecision(.mask, bin: .rare)] == nil })
  }
}
