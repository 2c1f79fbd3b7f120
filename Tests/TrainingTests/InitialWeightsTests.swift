import Detection
import Events
import Foundation
import Recipes
import Testing
import Torch

@testable import Training

@Suite struct InitialWeightsTests {
  let data: TinyData
  let learner: Learner

  init() throws {
    data = try TinyData()
    let recipe = try data.recipe()
    let report = RunReporter(run: RunID("test")) { _ in }
    learner = try Learner(recipe, RunData(data.sources, recipe.loss, report))
  }

  @Test func aClassifiersWeightsFillTheBackbone() throws {
    let classifier = backbone.map {
      ($0.name.replacing("backbone.body.", with: ""), Tensor.zeros(like: $0.tensor))
    }
    let weights = try InitialWeights(file: file(.stateDictionary(classifier)), into: learner.model)
    #expect(backbone.allSatisfy { $0.tensor.abs().sum().item() == 0 })
    let rest = learner.model.parameters.count + learner.model.buffers.count - backbone.count
    #expect(
      weights.description.contains(
        ": \(backbone.count) tensors loaded, \(rest) not in the file (backbone.fpn"))
  }

  @Test func aCheckpointOfOursFillsEverything() throws {
    let all = learner.model.parameters + learner.model.buffers
    let content = CheckpointValue.dictionary(named: [("model", .stateDictionary(all))])
    let weights = try InitialWeights(file: file(content), into: learner.model)
    #expect(weights.description.hasSuffix("\(all.count) tensors loaded"))
  }

  /// torchvision numbers background 0 in the classifier, the deltas and the masks; three classes here, so row 1 there
  /// is class 0 of ours, and row 0 of the classifier is our last.
  @Test func aDetectorOfTorchvisionsIsPutInOurOrderOfClasses() throws {
    let names = ["box_predictor.cls_score", "mask_predictor.mask_fcn_logits"].map { "roi_heads.\($0).bias" }
    let entries = names.map { ($0, Tensor([Float](arrayLiteral: 0, 1, 2, 3))) }
    _ = try InitialWeights(file: file(.stateDictionary(entries)), into: learner.model)
    let parameters = Dictionary(learner.model.parameters) { $1 }
    #expect(parameters[names[0]]?.array(of: Float.self) == [1, 2, 3, 0])
    #expect(parameters[names[1]]?.array(of: Float.self) == [1, 2, 3])
  }

  @Test func tensorsOfAnotherShapeAreNamed() throws {
    let entries = [("conv1.weight", Tensor.zeros([1, 1])), ("bn1.weight", Tensor.ones([8]))]
    let weights = try InitialWeights(file: file(.stateDictionary(entries)), into: learner.model)
    #expect(weights.description.contains("1 tensors loaded"))
    #expect(weights.description.contains("1 of another shape (backbone.body)"))
  }

  @Test func weightsOfNothingKnownAreRefused() throws {
    let path = try file(.stateDictionary([("head.weight", Tensor.zeros([2]))]))
    #expect(
      throws: TrainingError.badWeights(file: path, reason: "no tensor has a name and shape of the detector's")
    ) { try InitialWeights(file: path, into: learner.model) }
  }

  @Test func aMissingFileIsNamed() {
    #expect(throws: TrainingError.badWeights(file: "/nowhere.pth", reason: "there is no such file")) {
      try InitialWeights(file: "/nowhere.pth", into: learner.model)
    }
  }

  private var backbone: [NamedTensor] {
    (learner.model.parameters + learner.model.buffers).filter { $0.name.hasPrefix("backbone.body.") }
  }

  private func file(_ content: CheckpointValue) throws -> String {
    let url = data.folder.appendingPathComponent("weights.pth")
    try content.write(to: url)
    return url.path
  }
}
