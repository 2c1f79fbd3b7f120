import Foundation
import Recipes
import RunStore
import Torch

/// A run's weights as another library names and orders them.
public struct WeightExport {
  /// The checkpoint that the weights are of.
  public let path: String
  /// What else the library must be told for the weights to find the same objects.
  public let remarks: [String]
  private let tensors: [NamedTensor]

  /// The weights of a run's newest good checkpoint, or of a checkpoint of ours.
  ///
  /// - Throws: TrainingError where the library has no place for them.
  public init(of path: String, to library: WeightLibrary) throws {
    let source = try WeightSource(path)
    self.path = source.path
    guard let recipe = source.recipe, source.file.recipe != nil else {
      throw TrainingError.notExportable(
        file: source.path, reason: "it is no checkpoint of tailboard's: expected one, or the folder of a run")
    }
    try library.check(source.file, recipe)
    tensors = try library.tensors(of: source.file)
    remarks = library.remarks(on: recipe)
  }

  /// Writes the file beside its place, and then gives it its name.
  public func write(to path: String, as format: WeightFormat) throws {
    let partial = path + ".partial"
    defer { unlink(partial) }
    let url = URL(fileURLWithPath: partial)
    switch format {
    case .pth: try CheckpointValue.stateDictionary(tensors).write(to: url)
    case .safetensors: try SafeTensors.write(tensors, to: url)
    }
    guard rename(partial, path) == 0 else {
      throw TrainingError.notExportable(file: path, reason: String(cString: strerror(errno)))
    }
  }

  /// Number of tensors.
  public var count: Int { tensors.count }
}

extension WeightLibrary {
  private var names: WeightNames {
    switch self {
    case .torchvision: .torchvision
    case .mmdetection: .mmdetection
    case .detectron2: .detectron2
    }
  }

  /// Refuses what the library has no place for.
  fileprivate func check(_ file: WeightFile, _ recipe: Recipe) throws(TrainingError) {
    let family = recipe.detector.family.kind
    switch self {
    case .mmdetection: return
    case .torchvision where family.isCascade:
      throw .notExportable(file: file.path, reason: "torchvision has no cascade; --to mmdetection has")
    case .torchvision where !recipe.loss.hasBackgroundLast:
      throw .notExportable(
        file: file.path,
        reason:
          "torchvision's classifier has a column for each class and one for background, that of "
          + "\(recipe.loss.name.rawValue) has others; --to mmdetection and --to detectron2 keep them as they are"
      )
    case .detectron2 where family == .cascadeMaskRCNN && !file.hasOneMaskHead:
      throw .notExportable(
        file: file.path,
        reason:
          "detectron2's cascade has one mask head for all stages, this one a head for each; "
          + "--to mmdetection has these")
    case .torchvision, .detectron2: return
    }
  }

  fileprivate func tensors(of file: WeightFile) throws -> [NamedTensor] {
    var written: Set<String> = []
    return try withTorchErrors {
      file.tensors.sorted { $0.key < $1.key }.flatMap { name, tensor -> [NamedTensor] in
        let theirs = self == .torchvision ? name : names.name(of: name)
        guard written.insert(theirs).inserted else { return [] }
        return [(theirs, arranged(tensor.asConvolution(name), name, file))] + counters(beside: theirs)
      }
    }
  }

  /// The batches that PyTorch's own batch norm has counted, which loading strictly asks for.
  private func counters(beside name: String) -> [NamedTensor] {
    guard self != .detectron2, name.hasSuffix(".running_var") else { return [] }
    let counter = name.replacing(".running_var", with: ".num_batches_tracked")
    return [(counter, Tensor(0, dtype: .int64, device: .cpu))]
  }

  /// torchvision's order: background first in the classifier, and rows for it, of zeros, among deltas and masks; deltas that
  /// classes share are repeated for each.
  private func arranged(_ tensor: Tensor, _ name: String, _ file: WeightFile) -> Tensor {
    guard self == .torchvision else { return tensor }
    if name.contains("box_predictor.cls_score") {
      let rows = tensor.size(0)
      return Tensor.concatenate([tensor.narrow(0, rows - 1, 1), tensor.narrow(0, 0, rows - 1)])
    }
    if name.contains("mask_fcn_logits") { return tensor.behindZeros(1) }
    guard name.contains("box_predictor.bbox_pred") else { return tensor }
    let sets = tensor.size(0) == 4 ? file.classCount : 1
    return Tensor.concatenate(Array(repeating: tensor, count: sets)).behindZeros(4)
  }

  /// What the other library must be told.
  fileprivate func remarks(on recipe: Recipe) -> [String] {
    let (detector, input) = (recipe.detector, recipe.input)
    let channels = detector.backbone.channels.rawValue
    var remarks = [
      "images: \(channels), of red, green, blue subtract \(input.pixelMean), divide by \(input.pixelDeviation)"
    ]
    if case .normalised(let temperature) = detector.box.classifier {
      remarks.append("the classifier is a cosine times \(temperature): \(normalisedClassifier)")
    }
    if case .normalised(let temperature) = detector.family.mask?.predictor {
      remarks.append("the mask predictor is a cosine times \(temperature): \(normalisedPredictor)")
    }
    if detector.conventions.rawValue != rawValue, self != .detectron2 {
      remarks.append(
        "trained by \(detector.conventions.rawValue)'s conventions: \(rawValue)'s pool and paste otherwise")
    }
    if detector.backbone.stem == .small || detector.backbone.width != 64 {
      remarks.append("the backbone is not ResNet's own size: stem or width differ")
    }
    return remarks
  }

  private var normalisedClassifier: String {
    switch self {
    case .mmdetection: "cls_predictor_cfg=dict(type='NormedLinear', tempearture=…) in bbox_head"
    case .torchvision, .detectron2: "the library's own is linear, and scores otherwise by these weights"
    }
  }

  private var normalisedPredictor: String {
    switch self {
    case .mmdetection: "predictor_cfg=dict(type='NormedConv2d', tempearture=…) in mask_head"
    case .torchvision, .detectron2: "the library's own is linear, and masks otherwise by these weights"
    }
  }
}

extension WeightFile {
  /// Foreground classes, where the classifier has a column for each and one for background.
  fileprivate var classCount: Int {
    (tensors.first { $0.key.hasSuffix("box_predictor.cls_score.bias") }?.value.count ?? 1) - 1
  }

  /// Whether the mask heads of all stages are equal.
  fileprivate var hasOneMaskHead: Bool {
    tensors.allSatisfy { name, tensor in
      guard name.contains(".mask_head.") || name.contains(".mask_predictor.") else { return true }
      let parts = name.split(separator: ".")
      let first = ([parts[0], "0"] + parts.dropFirst(2)).joined(separator: ".")
      return tensors[first].map { ($0 - tensor).abs().max().item() == 0 } ?? false
    }
  }
}

extension Tensor {
  /// A mask predictor's matrix as the 1×1 convolution it is.
  fileprivate func asConvolution(_ name: String) -> Tensor {
    name.hasSuffix("mask_fcn_logits.weight") && rank == 2 ? unsqueeze(2).unsqueeze(3) : self
  }

  /// With so many rows of zeros before.
  fileprivate func behindZeros(_ rows: Int) -> Tensor {
    Tensor.concatenate([Tensor.zeros(like: narrow(0, 0, rows)), self])
  }
}
