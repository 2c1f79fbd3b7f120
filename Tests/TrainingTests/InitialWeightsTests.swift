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
    learner = try Learner(recipe, RunData(data.sources, recipe.loss, report), .alone)
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
        " (torchvision): \(backbone.count) tensors loaded, \(rest) not in the file (backbone.fpn"))
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
    let entries = [
      ("conv1.weight", Tensor.zeros([1, 1])), ("backbone.fpn.inner_blocks.0.0.bias", Tensor.ones([16])),
    ]
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

  /// Names as mmdetection 3.3 itself wrote them.
  @Test(arguments: [
    ("mmdet-faster-rcnn", "faster-rcnn", 18), ("mmdet-mask-rcnn", "mask-rcnn", 50),
    ("mmdet-cascade-mask-rcnn", "cascade-mask-rcnn", 50),
  ])
  func namesOfMMDetectionAreThoseItWrites(file: String, family: String, depth: Int) throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../../shared/data/mmdet")
    let written = try SafeTensors(contentsOf: root.appending(path: file + ".safetensors")).names
      .filter { $0.hasPrefix("state.") }.map { String($0.dropFirst(6)) }
    let model = try otherLearner(family, depth).model
    let names = (model.parameters + model.buffers).flatMap {
      WeightNames.mmdetection.candidates(for: $0.name)
    }
    #expect(Set(names) == Set(written))
    #expect(names.count == written.count)
    #expect(WeightNames.of(written).library == "mmdetection")
  }

  @Test func namesOfDetectron2AreThoseOfItsSource() {
    let expected = [
      "backbone.body.conv1.weight": "backbone.bottom_up.stem.conv1.weight",
      "backbone.body.bn1.running_var": "backbone.bottom_up.stem.conv1.norm.running_var",
      "backbone.body.layer3.22.conv2.weight": "backbone.bottom_up.res4.22.conv2.weight",
      "backbone.body.layer1.0.bn3.bias": "backbone.bottom_up.res2.0.conv3.norm.bias",
      "backbone.body.layer1.0.downsample.0.weight": "backbone.bottom_up.res2.0.shortcut.weight",
      "backbone.body.layer1.0.downsample.1.weight": "backbone.bottom_up.res2.0.shortcut.norm.weight",
      "backbone.fpn.inner_blocks.0.0.bias": "backbone.fpn_lateral2.bias",
      "backbone.fpn.layer_blocks.3.0.bias": "backbone.fpn_output5.bias",
      "rpn.head.conv.0.0.weight": "proposal_generator.rpn_head.conv.weight",
      "rpn.head.cls_logits.bias": "proposal_generator.rpn_head.objectness_logits.bias",
      "rpn.head.bbox_pred.bias": "proposal_generator.rpn_head.anchor_deltas.bias",
      "roi_heads.box_head.fc6.weight": "roi_heads.box_head.fc1.weight",
      "roi_heads.box_head.fc7.weight": "roi_heads.box_head.fc2.weight",
      "roi_heads.2.box_head.fc7.weight": "roi_heads.box_head.2.fc2.weight",
      "roi_heads.1.box_head.fc6.weight": "roi_heads.box_head.1.fc1.weight",
      "roi_heads.box_predictor.cls_score.bias": "roi_heads.box_predictor.cls_score.bias",
      "roi_heads.1.box_predictor.cls_score.bias": "roi_heads.box_predictor.1.cls_score.bias",
      "roi_heads.box_predictor.bbox_pred.bias": "roi_heads.box_predictor.bbox_pred.bias",
      "roi_heads.1.box_predictor.bbox_pred.bias": "roi_heads.box_predictor.1.bbox_pred.bias",
      "roi_heads.mask_head.3.0.weight": "roi_heads.mask_head.mask_fcn4.weight",
      "roi_heads.mask_predictor.conv5_mask.bias": "roi_heads.mask_head.deconv.bias",
      "roi_heads.mask_predictor.mask_fcn_logits.bias": "roi_heads.mask_head.predictor.bias",
      "roi_heads.2.mask_head.0.0.weight": "roi_heads.mask_head.mask_fcn1.weight",
      "roi_heads.2.mask_predictor.conv5_mask.bias": "roi_heads.mask_head.deconv.bias",
      "roi_heads.2.mask_predictor.mask_fcn_logits.bias": "roi_heads.mask_head.predictor.bias",
    ]
    for (ours, theirs) in expected {
      #expect(WeightNames.detectron2.candidates(for: ours) == [theirs])
    }
    #expect(WeightNames.of(expected.values).library == "detectron2")
  }

  @Test(arguments: [WeightNames.mmdetection, .detectron2])
  func aDetectorOfAnotherLibraryGivesEveryTensor(names: WeightNames) throws {
    let source = try otherLearner("mask-rcnn", 18).model
    let model = try otherLearner("mask-rcnn", 18, seed: 2).model
    let all = source.parameters + source.buffers
    let theirs = all.map { (names.candidates(for: $0.name)[0], $0.tensor) }
    let extra = [("extra.count.n", Tensor.ones([4]))]
    let content = CheckpointValue.dictionary(named: [("state_dict", .stateDictionary(theirs + extra))])
    let weights = try InitialWeights(file: file(content), into: model)
    #expect(
      weights.description.hasSuffix(": \(all.count) tensors loaded, 1 left unread (extra.count)"))
    for (mine, (name, tensor)) in zip(model.parameters + model.buffers, all) {
      #expect(mine.tensor.array(of: Float.self) == tensor.array(of: Float.self), "\(name)")
    }
  }

  @Test func aBatchNormWithoutStatisticsIsRefused() throws {
    let model = try otherLearner("mask-rcnn", 18).model
    let path = try file(
      .stateDictionary([("bn1.weight", Tensor.ones([8])), ("bn1.running_mean", Tensor.ones([8]))]))
    let reason = "a batch norm comes without its statistics: there is no backbone.body.bn1.running_var"
    #expect(throws: TrainingError.badWeights(file: path, reason: reason)) {
      try InitialWeights(file: path, into: model)
    }
  }

  /// Blobs as Detectron names them, of a backbone whose norms are folded; mean 0 and variance 1 − ε then.
  @Test func aBackboneOfDetectronsGivesItsBlobs() throws {
    let model = try otherLearner("mask-rcnn", 50).model
    let body = model.parameters.filter { $0.name.hasPrefix("backbone.body.") }
    let blobs = body.map { (blob(of: $0.name), Tensor.full($0.tensor.shape, 0.5)) }
    #expect(Set(blobs.map(\.0)).isSuperset(of: ["conv1_w", "res_conv1_bn_s", "res2_0_branch1_bn_b"]))
    #expect(blobs.contains { $0.0 == "res4_5_branch2c_bn_s" })
    let momentum = ("conv1_w_momentum", Tensor.ones([1]))
    let content = CheckpointValue.dictionary(named: [("blobs", .stateDictionary(blobs + [momentum]))])
    let weights = try InitialWeights(file: file(content), into: model)
    let start = " (Detectron on Caffe2): \(body.count) tensors loaded, 53 batch norms"
    #expect(weights.description.contains(start))
    #expect(weights.description.hasSuffix("input.pixel_deviation = [1, 1, 1]"))
    #expect(body.allSatisfy { $0.tensor.array(of: Float.self).allSatisfy { $0 == 0.5 } })
    for (name, tensor) in model.buffers {
      let expected: Float = name.hasSuffix("running_mean") ? 0 : 1 - 1e-5
      #expect(tensor.array(of: Float.self).allSatisfy { $0 == expected }, "\(name)")
    }
  }

  /// Detectron's classifier has background first; its other layers by name, with the level's block number in the pyramid's.
  @Test func aDetectorOfDetectronsIsPutInOurOrderOfClasses() throws {
    let model = try otherLearner("mask-rcnn", 50).model
    let blobs: [(String, [Float])] = [
      ("conv1_w", []), ("cls_score_b", [9, 1, 2, 3]), ("mask_fcn_logits_b", [9, 1, 2, 3]),
      ("fpn_inner_res4_5_sum_lateral_b", Array(repeating: 4, count: 16)),
      ("fpn_inner_res5_2_sum_b", Array(repeating: 5, count: 16)),
      ("fpn_res3_3_sum_b", Array(repeating: 6, count: 16)), ("rpn_cls_logits_fpn2_b", [7, 8, 9]),
    ]
    _ = try InitialWeights(
      file: file(.stateDictionary(blobs.map { ($0.0, Tensor($0.1)) })), into: model)
    let parameters = Dictionary(model.parameters) { $1 }
    func values(_ name: String) -> [Float]? { parameters[name]?.array(of: Float.self) }
    #expect(values("roi_heads.box_predictor.cls_score.bias") == [1, 2, 3, 9])
    #expect(values("roi_heads.mask_predictor.mask_fcn_logits.bias") == [1, 2, 3])
    #expect(values("backbone.fpn.inner_blocks.2.0.bias")?.first == 4)
    #expect(values("backbone.fpn.inner_blocks.3.0.bias")?.first == 5)
    #expect(values("backbone.fpn.layer_blocks.1.0.bias")?.first == 6)
    #expect(values("rpn.head.cls_logits.bias") == [7, 8, 9])
  }

  /// As detectron2 reads its backbones: each name takes the longest key that it ends in.
  @Test func endsOfNamesAreEnoughWhereTheFileSaysSo() throws {
    let model = try otherLearner("mask-rcnn", 50).model
    let body = (model.parameters + model.buffers).filter { $0.name.hasPrefix("backbone.body.") }
    let ends = body.map {
      (
        WeightNames.detectron2.name(of: $0.name).replacing("backbone.bottom_up.", with: ""),
        Tensor.full($0.tensor.shape, 0.25)
      )
    }
    let all: [(String, CheckpointValue)] = [
      ("model", .stateDictionary(ends)), ("matching_heuristics", .bool(true)),
    ]
    let weights = try InitialWeights(file: file(.dictionary(named: all)), into: model)
    #expect(weights.description.contains(" (detectron2): \(body.count) tensors loaded, "))
    #expect(body.allSatisfy { $0.tensor.array(of: Float.self).allSatisfy { $0 == 0.25 } })
    let reason = "no tensor has a name and shape of the detector's"
    let path = try file(.dictionary(named: Array(all.prefix(1))))
    #expect(throws: TrainingError.badWeights(file: path, reason: reason)) {
      try InitialWeights(file: path, into: model)
    }
  }

  /// A frozen stem, or statistics that stay, must come with the weights.
  @Test(arguments: [
    ("detector.frozen_stages=1", "backbone.body.conv1.weight"),
    ("detector.normalisation=frozen-batch", "backbone.body.layer1.0.bn1.running_mean"),
  ])
  func whatIsNotTrainedMustBeInTheFile(setting: String, first: String) throws {
    let recipe = try data.recipe(setting, "detector.weights=x.pth")
    let model = try Learner(
      recipe, RunData(data.sources, recipe.loss, RunReporter(run: RunID("test")) { _ in }), .alone
    ).model
    let path = try file(
      .stateDictionary([
        ("backbone.fpn.inner_blocks.0.0.bias", Tensor.ones([16])), ("bn1.weight", Tensor.ones([8])),
        ("bn1.bias", Tensor.ones([8])), ("bn1.running_mean", Tensor.ones([8])),
        ("bn1.running_var", Tensor.ones([8])),
      ]))
    let error = #expect(throws: TrainingError.self) { try InitialWeights(file: path, into: model) }
    #expect("\(try #require(error))".contains("that must be there are not in it"))
    #expect("\(try #require(error))".contains("\(first) first"))
  }

  /// Detectron's name of a backbone's tensor, by its source: branch2a, 2b, 2c are the three convolutions.
  private func blob(of name: String) -> String {
    let parts = name.split(separator: ".").dropFirst(2).map(String.init)
    let kind = parts.last == "weight" ? "w" : "b"
    if parts[0] == "conv1" { return "conv1_w" }
    if parts[0] == "bn1" { return "res_conv1_bn_" + (kind == "w" ? "s" : "b") }
    let block = "res\(Int(parts[0].dropFirst(5))! + 1)_\(parts[1])_"
    if parts[2] == "downsample" {
      return block + (parts[3] == "0" ? "branch1_w" : "branch1_bn_" + (kind == "w" ? "s" : "b"))
    }
    let letter = ["1": "a", "2": "b", "3": "c"][String(parts[2].last!)]!
    let ending = parts[2].hasPrefix("conv") ? "_w" : "_bn_" + (kind == "w" ? "s" : "b")
    return block + "branch2\(letter)" + ending
  }

  private func otherLearner(_ family: String, _ depth: Int, seed: Int = 1) throws -> Learner {
    let recipe = try data.recipe(
      "detector.family=\(family)", "detector.backbone=resnet-\(depth)", "detector.normalisation=batch",
      "run.seed=\(seed)")
    return try Learner(
      recipe, RunData(data.sources, recipe.loss, RunReporter(run: RunID("test")) { _ in }), .alone)
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
