import Detection
import Events
import Foundation
import Images
import Recipes
import RunStore
import Testing
import Torch

@testable import Training

@Suite struct PredictionTests {
  /// A checkpoint shown a picture finds there what its evaluation finds there.
  @Test func aPicturesDetectionsAreThoseOfAnEvaluation() throws {
    let data = try TinyData()
    let recipe = try data.recipe("evaluation.size=96", "evaluation.max_side=96")
    let report = RunReporter(run: RunID("test")) { _ in }
    let runData = try RunData(data.sources, recipe.loss, report)
    let learner = try Learner(recipe, runData, .alone)
    let checkpoint = data.folder.appending(path: "a.pt")
    try CheckpointValue.dictionary(named: [
      ("recipe", .string(recipe.text)),
      ("model", .stateDictionary(learner.model.parameters + learner.model.buffers)),
    ]).write(to: checkpoint)
    var expected: [[Detection]] = []
    _ = try Evaluator(runData, recipe, .alone).measure(
      learner, report, found: { expected.append($1) }, while: { true })

    let weights = try WeightsEvaluation(of: checkpoint.path, recipe: nil, overrides: [])
    let prediction = try Prediction(weights, classesOf: data.sources, .cpu) { _ in }
    #expect(prediction.categories.map(\.name) == ["class 1", "class 2", "class 3"])
    #expect(expected.count == 6 && expected.contains { !$0.isEmpty })
    // One image at a time, as an evaluation of other batches sees it: equal up to rounding.
    for (image, expected) in expected.enumerated() {
      let found = try prediction(Picture(contentsOf: data.folder.appending(path: "\(image).jpg")))
      #expect(found.count == expected.count)
      for (found, expected) in zip(found, expected) {
        #expect(found.category == expected.category && abs(found.score - expected.score) < 1e-4)
        #expect(abs(found.box.x1 - expected.box.x1) < 1e-2 && abs(found.box.y2 - expected.box.y2) < 1e-2)
      }
    }
  }
}
