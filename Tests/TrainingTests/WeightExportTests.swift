import Detection
import Events
import Foundation
import PythonInterpreter
import Recipes
import Testing
import Torch

@testable import Training

/// Checkpoints of ours by the names of other libraries, and back.
@Suite struct WeightExportTests {
  let data: TinyData

  init() throws { data = try TinyData() }

  /// Every family by every library that has it, in both formats: read back, each tensor is the same to the bit.
  @Test(arguments: WeightLibrary.allCases, WeightFormat.allCases)
  func aRoundTripIsEqualToTheBit(library: WeightLibrary, format: WeightFormat) throws {
    let families = library == .torchvision ? ["mask-rcnn", "faster-rcnn"] : ["mask-rcnn", "cascade-rcnn"]
    for family in families {
      for deltas in family == "cascade-rcnn" ? ["class-agnostic"] : ["class-agnostic", "per-class"] {
        let recipe = try recipe(family, deltas, seed: 1)
        let source = try learner(recipe).model
        let path = data.folder.appending(path: "\(family)-\(deltas).\(format.rawValue)").path
        try WeightExport(of: checkpoint(source, recipe), to: library).write(to: path, as: format)
        let model = try learner(self.recipe(family, deltas, seed: 2)).model
        _ = try InitialWeights(WeightFile(path), into: model, demanding: .everything)
        for (mine, theirs) in zip(all(model), all(source)) {
          #expect(mine.tensor.array(of: Float.self) == theirs.tensor.array(of: Float.self), "\(mine.name)")
        }
      }
    }
  }

  /// What torch.load(weights_only=True) finds under the names that mmdetection's README and detectron2's source give, and
  /// torchvision's order: background first, with rows of its own.
  @Test func pythonFindsTheTensorsByTheirNames() throws {
    let recipe = try recipe("mask-rcnn", "per-class", seed: 1)
    let model = try learner(recipe).model
    let parameters = Dictionary(all(model)) { $1 }
    let classifier = try #require(parameters["roi_heads.box_predictor.cls_score.bias"])
    withoutGradient { classifier.copy_(from: Tensor([Float](arrayLiteral: 1, 2, 3, 9))) }
    let checkpoint = try checkpoint(model, recipe)
    let expected: [WeightLibrary: String] = [
      .torchvision: "[9.0, 1.0, 2.0, 3.0] [16, 32] True [4, 64, 1, 1] True [8, 3, 3, 3] 0",
      .mmdetection: "[1.0, 2.0, 3.0, 9.0] [12, 32] False [3, 64, 1, 1] False [8, 3, 3, 3] 0",
      .detectron2: "[1.0, 2.0, 3.0, 9.0] [12, 32] False [3, 64, 1, 1] False [8, 3, 3, 3] -",
    ]
    let names: [WeightLibrary: [String]] = [
      .torchvision: [
        "roi_heads.box_predictor.cls_score.bias", "roi_heads.box_predictor.bbox_pred.weight",
        "roi_heads.mask_predictor.mask_fcn_logits.weight", "backbone.body.conv1.weight",
        "backbone.body.layer1.0.bn1.num_batches_tracked",
      ],
      .mmdetection: [
        "roi_head.bbox_head.fc_cls.bias", "roi_head.bbox_head.fc_reg.weight",
        "roi_head.mask_head.conv_logits.weight", "backbone.conv1.weight",
        "backbone.layer1.0.bn1.num_batches_tracked",
      ],
      .detectron2: [
        "roi_heads.box_predictor.cls_score.bias", "roi_heads.box_predictor.bbox_pred.weight",
        "roi_heads.mask_head.predictor.weight", "backbone.bottom_up.stem.conv1.weight", "none",
      ],
    ]
    for (library, words) in expected {
      let path = data.folder.appending(path: "\(library.rawValue).pth").path
      try WeightExport(of: checkpoint, to: library).write(to: path, as: .pth)
      let found = try Python.run(
        """
        import sys, torch
        w = torch.load(sys.argv[1], weights_only=True)
        score, box, mask, stem, count = sys.argv[2:7]
        zero = lambda rows: not rows.any().item()
        print(w[score].tolist(), list(w[box].shape), zero(w[box][:4]), list(w[mask].shape), zero(w[mask][:1]),
          list(w[stem].shape), w[count].item() if count in w else "-")
        """, [path] + (names[library] ?? []))
      #expect(found == words, "\(library)")
    }
  }

  @Test func whatALibraryHasNoPlaceForIsRefused() throws {
    let cascade = try recipe("cascade-mask-rcnn", "class-agnostic", seed: 1)
    let checkpoint = try checkpoint(learner(cascade).model, cascade)
    func reason(_ library: WeightLibrary, _ path: String) -> String {
      do {
        _ = try WeightExport(of: path, to: library)
        return ""
      } catch { return "\(error)" }
    }
    #expect(reason(.torchvision, checkpoint).contains("torchvision has no cascade"))
    #expect(reason(.detectron2, checkpoint).contains("one mask head for all stages"))
    #expect(reason(.mmdetection, checkpoint).isEmpty)
    let seesaw = try data.recipe(.seesaw, ["detector.family=faster-rcnn"])
    let own = try self.checkpoint(learner(seesaw).model, seesaw)
    #expect(reason(.torchvision, own).contains("that of seesaw has others"))
    #expect(reason(.detectron2, own).isEmpty)
    let foreign = data.folder.appending(path: "foreign.pth").path
    try CheckpointValue.stateDictionary([("conv1.weight", Tensor.ones([1]))]).write(
      to: URL(fileURLWithPath: foreign))
    #expect(reason(.mmdetection, foreign).contains("it is no checkpoint of tailboard's"))
  }

  private func recipe(_ family: String, _ deltas: String, seed: Int) throws -> Recipe {
    let isCascade = family.hasPrefix("cascade")
    return try data.recipe(
      .effectiveClassMargin,
      ["detector.family=\(family)", "run.seed=\(seed)"] + (isCascade ? [] : ["detector.box_deltas=\(deltas)"])
    )
  }

  private func learner(_ recipe: Recipe) throws -> Learner {
    try Learner(recipe, RunData(data.sources, recipe.loss, RunReporter(run: RunID("test")) { _ in }), .alone)
  }

  private func all(_ model: any Detector) -> [NamedTensor] { model.parameters + model.buffers }

  private func checkpoint(_ model: any Detector, _ recipe: Recipe) throws -> String {
    let url = data.folder.appending(path: "\(UUID().uuidString).pt")
    try CheckpointValue.dictionary(named: [
      ("recipe", .string(recipe.text)), ("model", .stateDictionary(all(model))),
    ]).write(to: url)
    return url.path
  }
}
