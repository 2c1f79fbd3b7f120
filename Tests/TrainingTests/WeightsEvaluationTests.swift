import Evaluation
import Events
import Foundation
import Recipes
import RunStore
import Testing
import Torch

@testable import Training

/// A run's checkpoint, evaluated without training.
@Suite struct WeightsEvaluationTests {
  @Test func aRunsLastCheckpointGivesItsLastEvaluationAndResultsThatAgree() throws {
    let data = try TinyData()
    let recipe = try data.recipe("optimizer.lr=0.02")
    let recorder = Recorder()
    let folder = try data.run("run", recipe)
    try Data().write(to: URL(fileURLWithPath: folder.events))
    let run = TrainingRun(
      recipe: recipe, sources: data.sources, ranks: .alone, folder: folder, isResumed: false,
      control: RunControl(),
      emit: { recorder($0) })
    #expect(run.run() == .finished)
    let last = try #require(recorder.evaluations.last)

    let results = data.folder.appendingPathComponent("out.json").path
    let evaluation = try WeightsEvaluation(of: folder.path, recipe: nil, overrides: [])
    let outcome = try evaluation.run(on: data.sources, .cpu, rules: nil, results: results) { _ in }
    #expect(outcome.boxes.summary[0].value.map { $0 * 100 } == last.summary[.averagePrecision(.box)])
    #expect(outcome.masks?.summary[0].value.map { $0 * 100 } == last.summary[.averagePrecision(.mask)])

    let calibrated = try evaluation.run(
      on: data.sources, .cpu, rules: nil, calibration: LogitCalibration(method: .norcal, strengths: [0, 50])
    ) { _ in }
    #expect(calibrated.map(\.strength) == [0, 50])
    #expect(calibrated[0].results.summary.map(\.value) == outcome.boxes.summary.map(\.value))
    // γ = 50 leaves no class that two images or more show a score above the threshold.
    #expect(
      calibrated[1].results.averagePrecision() ?? 0 <= outcome.boxes.averagePrecision() ?? 0)

    let truths = data.folder.appendingPathComponent("boxes.json")
    for (type, content, expected) in [
      ("bbox", ResultsFile.Content.boxes, outcome.boxes), ("segm", .masks, try #require(outcome.masks)),
    ] {
      let file = data.folder.appendingPathComponent("out.\(type).json")
      let read = try FileEvaluation(
        truths: truths, detections: [file], content: content, rules: .coco, depth: .precision
      ) { _, _ in }
      #expect(read.results.summary.map(\.value) == expected.summary.map(\.value))
      #expect(read.results.classes.map(\.averagePrecision) == expected.classes.map(\.averagePrecision))
    }
  }

  @Test func aFolderThatIsNoRunIsNamedAsSuch() throws {
    let data = try TinyData()
    #expect(throws: RunStoreError.notARun(folder: data.folder.path, missing: "recipe.toml")) {
      try WeightsEvaluation(of: data.folder.path, recipe: nil, overrides: [])
    }
  }

  @Test func weightsWithoutARecipeAskForOne() throws {
    let data = try TinyData()
    let path = data.folder.appendingPathComponent("weights.pth").path
    try CheckpointValue.stateDictionary([]).write(to: URL(fileURLWithPath: path))
    #expect(throws: TrainingError.noRecipe(file: path)) {
      try WeightsEvaluation(of: path, recipe: nil, overrides: [])
    }
  }
}
