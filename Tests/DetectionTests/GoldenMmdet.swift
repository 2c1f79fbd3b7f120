import Foundation
import Losses
import Recipes
import Testing
import Torch

@testable import Detection

/// A file of mmdetection's detectors stage by stage, beside the repository or in TAILBOARD_MMDET_CASES.
struct GoldenMmdet: CustomTestStringConvertible, Sendable {
  let url: URL

  var testDescription: String { url.lastPathComponent }

  static let all: [GoldenMmdet] = {
    let root = URL(filePath: #filePath).appending(path: "../../../..").standardizedFileURL
    let named = ProcessInfo.processInfo.environment["TAILBOARD_MMDET_CASES"].map { URL(filePath: $0) }
    return [root.appending(path: "shared/data/mmdet"), named].compactMap { $0 }
      .flatMap {
        (try? FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil)) ?? []
      }
      .filter { $0.pathExtension == "safetensors" }
      .map(GoldenMmdet.init(url:))
  }()

  func open() throws -> MmdetCase { try MmdetCase(SafeTensors(contentsOf: url)) }
}

/// A file's detector with its weights, and what it is shown.
struct MmdetCase {
  let file: SafeTensors
  let detector: any Detector
  let trunk: Trunk
  let stages: [RegionStage]
  let batch: ImageBatch
  let targets: [ImageTargets]
  let outputSizes: [ImageSize]

  init(
    _ file: SafeTensors,
    classification: (_ classCount: Int) -> any ClassificationLoss = SoftmaxCrossEntropy.init(classCount:),
    selecting select: (inout Recipe.Evaluation) -> Void = { _ in }
  ) throws {
    self.file = file
    var configuration = try MmdetCase.configuration(of: file)
    select(&configuration.selection)
    detector = configuration.detector(
      classification: { classification(configuration.classCount) },
      from: ParameterSource(seed: 1, device: .cpu))
    let weights = try (detector.parameters + detector.buffers).map {
      ($0.name, try file.tensor("state." + MmdetCase.key(of: $0.name)))
    }
    try detector.load(Dictionary(uniqueKeysWithValues: weights), layout: .backgroundLast)
    switch detector {
    case let detector as FasterRCNN: (trunk, stages) = (detector.trunk, [detector.heads])
    case let detector as CascadeRCNN: (trunk, stages) = (detector.trunk, detector.stages)
    default: preconditionFailure("a family of detectors that these files do not know")
    }
    let sizes = try file.sizes("meta.img_shape")
    batch = ImageBatch(images: try file.tensor("input.image").channelsLast(), sizes: sizes)
    outputSizes = try file.sizes("meta.ori_shape")
    targets = try sizes.indices.map { try MmdetCase.targets(file, image: $0, sizes[$0]) }
  }

  /// Names of a stage's tensors: "train.s1." in a cascade, "train." else.
  func prefix(_ part: String, _ stage: Int) -> String {
    stages.count > 1 ? "\(part).s\(stage)." : "\(part)."
  }

  /// The pyramid as the file has it.
  func levels() throws -> [Tensor] { try (2...6).map { try file.tensor("fpn.p\($0)").channelsLast() } }

  /// The anchors that the file's losses look at.
  func anchorSamples(_ anchors: AnchorGrid) throws -> [AnchorSample] {
    try targets.indices.map { image in
      let drawn = BalancedSampler.Sample(
        objects: try file.indices("train.rpn.pos_inds.\(image)"),
        background: try file.indices("train.rpn.neg_inds.\(image)"))
      let matches = trunk.proposals.matches(anchors, targets[image], imageSize: batch.sizes[image])
      return AnchorSample(drawn, matches, targets[image])
    }
  }

  /// What a stage's regions are sampled from, of each image.
  func candidates(_ stage: Int) throws -> [RegionSampler.Candidates] {
    try targets.indices.map { image in
      let name = stage == 0 ? "train.proposals.\(image)" : "train.s\(stage).roi.priors.\(image)"
      return stages[stage].sampler.candidates(try file.tensor(name).boxes(), targets[image])
    }
  }

  /// The regions that a stage's losses look at.
  func sample(_ stage: Int) throws -> RegionSample {
    let names = prefix("train", stage) + "roi."
    let drawn = try targets.indices.map {
      BalancedSampler.Sample(
        objects: try file.indices(names + "pos_inds.\($0)"),
        background: try file.indices(names + "neg_inds.\($0)"))
    }
    return stages[stage].sampler.sample(of: try candidates(stage), drawn, targets)
  }

  /// Where the rows of a sample, all objects first, are in the file, image after image.
  func rows(_ stage: Int) throws -> [Int] {
    let names = prefix("train", stage) + "roi."
    var (objects, background): ([Int], [Int]) = ([], [])
    var start = 0
    for image in targets.indices {
      let counts = try ["pos", "neg"].map { try file.indices(names + "\($0)_inds.\(image)").count }
      objects += start..<start + counts[0]
      background += start + counts[0]..<start + counts[0] + counts[1]
      start += counts[0] + counts[1]
    }
    return objects + background
  }
}

extension MmdetCase {
  /// Widths, depth and classes from the shapes, the rest from the conventions.
  private static func configuration(of file: SafeTensors) throws -> DetectorConfiguration {
    let names = Set(file.names)
    let isCascade = names.contains("state.roi_head.bbox_head.0.fc_cls.weight")
    let hasMasks = names.contains { $0.hasPrefix("state.roi_head.mask_head.") }
    let stage = isCascade ? "0." : ""
    func width(_ name: String) throws -> Int { try file.tensor("state.\(name)").shape[0] }
    let family = (isCascade ? "cascade-" : "") + (hasMasks ? "mask-rcnn" : isCascade ? "rcnn" : "faster-rcnn")
    let columns = try width("roi_head.bbox_head.\(stage)fc_cls.weight")
    let isNormed = names.contains { $0.hasPrefix("test.ecm.") } || file.metadata["kind"]!.contains("normed")
    var overrides = [
      "detector.family=\(family)", "detector.conventions=mmdetection",
      "detector.backbone=\(backbone(names))", "detector.backbone_width=\(try width("backbone.conv1.weight"))",
      "detector.pyramid_width=\(try width("neck.lateral_convs.0.conv.weight"))",
      "detector.box_head_width=\(try width("roi_head.bbox_head.\(stage)shared_fcs.0.weight"))",
      "detector.classifier=\(isNormed ? "normalised" : "linear")", "detector.classifier_temperature=20",
      "detector.training_proposals=\(isCascade ? 2000 : 1000)",
    ].filter { isNormed || !$0.contains("temperature") }
    if hasMasks {
      overrides += [
        "detector.mask_head_width=\(try width("roi_head.mask_head.\(stage)convs.0.conv.weight"))",
        "detector.mask_predictor=\(isNormed ? "normalised" : "linear")",
      ]
    }
    if !isCascade {
      let isPerClass = try width("roi_head.bbox_head.fc_reg.weight") > 4
      overrides.append("detector.box_deltas=\(isPerClass ? "per-class" : "class-agnostic")")
    }
    let recipe = try Recipe(named: "lvis-ecm-r50-1x").applying(overrides: overrides)
    return DetectorConfiguration(recipe, classCount: columns - 1)
  }

  private static func backbone(_ names: Set<String>) -> String {
    let blocks = (0..<40).prefix { names.contains("state.backbone.layer3.\($0).conv1.weight") }.count
    let hasBottlenecks = names.contains("state.backbone.layer1.0.conv3.weight")
    switch (blocks, hasBottlenecks) {
    case (2, false): return "resnet-18"
    case (6, false): return "resnet-34"
    case (6, true): return "resnet-50"
    default: return "resnet-101"
    }
  }

  private static func targets(_ file: SafeTensors, image: Int, _ size: ImageSize) throws -> ImageTargets {
    let boxes = try file.tensor("gt.boxes.\(image)").boxes()
    guard file.names.contains("gt.masks.\(image)") else {
      return ImageTargets(boxes: boxes, classes: try file.indices("gt.labels.\(image)"))
    }
    let masks = try file.bitmaps("gt.masks.\(image)", count: size.height * size.width).map {
      CroppedMask(originX: 0, originY: 0, width: size.width, height: size.height, bits: $0)
    }
    return ImageTargets(boxes: boxes, classes: try file.indices("gt.labels.\(image)"), masks: masks)
  }

  /// mmdetection's name of a tensor of ours.
  static func key(of name: String) -> String {
    var parts = name.split(separator: ".").map(String.init)
    let stage = parts[0] == "roi_heads" && Int(parts[1]) != nil ? parts.remove(at: 1) + "." : ""
    let rest = parts.joined(separator: ".")
    for (ours, theirs) in [
      ("backbone.body.", "backbone."), ("rpn.head.conv.0.0.", "rpn_head.rpn_conv."),
      ("rpn.head.cls_logits.", "rpn_head.rpn_cls."), ("rpn.head.bbox_pred.", "rpn_head.rpn_reg."),
      ("roi_heads.box_head.fc6.", "roi_head.bbox_head.\(stage)shared_fcs.0."),
      ("roi_heads.box_head.fc7.", "roi_head.bbox_head.\(stage)shared_fcs.1."),
      ("roi_heads.box_predictor.cls_score.", "roi_head.bbox_head.\(stage)fc_cls."),
      ("roi_heads.box_predictor.bbox_pred.", "roi_head.bbox_head.\(stage)fc_reg."),
      ("roi_heads.mask_predictor.conv5_mask.", "roi_head.mask_head.\(stage)upsample."),
      ("roi_heads.mask_predictor.mask_fcn_logits.", "roi_head.mask_head.\(stage)conv_logits."),
    ] where rest.hasPrefix(ours) { return theirs + rest.dropFirst(ours.count) }
    let kind = parts.last!
    if rest.hasPrefix("backbone.fpn.inner_blocks") { return "neck.lateral_convs.\(parts[3]).conv.\(kind)" }
    if rest.hasPrefix("backbone.fpn.layer_blocks") { return "neck.fpn_convs.\(parts[3]).conv.\(kind)" }
    return "roi_head.mask_head.\(stage)convs.\(parts[2]).conv.\(kind)"
  }
}

extension SafeTensors {
  func indices(_ name: String) throws -> [Int] { try tensor(name).array(of: Int.self) }

  func floats(_ name: String) throws -> [Float] { try tensor(name).array(of: Float.self) }

  func sizes(_ name: String) throws -> [ImageSize] {
    let values = try indices(name)
    return stride(from: 0, to: values.count, by: 2).map {
      ImageSize(height: values[$0], width: values[$0 + 1])
    }
  }

  /// Packed bits, most significant first, each row to whole bytes.
  func bitmaps(_ name: String, count: Int) throws -> [[UInt8]] {
    let packed = try tensor(name)
    let bytes = packed.array(of: UInt8.self)
    let stride = packed.size(1)
    return (0..<packed.size(0)).map { row in
      (0..<count).map { bytes[row * stride + $0 / 8] >> (7 - $0 % 8) & 1 }
    }
  }

  /// The first rows of a tensor whose name ends in how many they are: "train.box_feats.first16".
  func first(_ prefix: String) throws -> (tensor: Tensor, count: Int) {
    let name = try #require(names.first { $0.hasPrefix(prefix + ".first") })
    let tensor = try tensor(name)
    return (tensor, tensor.size(0))
  }

  /// Regions written as image, x1, y1, x2, y2.
  func regions(_ name: String) throws -> RegionBatch {
    let rows = try tensor(name)
    var regions = RegionBatch([])
    let images = rows.select(1, 0).array(of: Int.self)
    for (box, image) in zip(rows.narrow(1, 1, 4).boxes(), images) { regions.append(box, image: image) }
    return regions
  }
}
