import Detection
import Foundation
import Torch

/// What a file of weights gave a detector: each tensor of the same meaning and shape.
///
/// Takes a checkpoint of our own, a detector's state dict with the names of torchvision, mmdetection or detectron2, or a
/// classifier's of torchvision (ImageNet's), as torch.save or safetensors keep it.
struct InitialWeights: CustomStringConvertible {
  private let file: String
  private let library: String
  private var loaded: [String] = []
  private var missing: [String] = []
  private var misshapen: [String] = []
  private var left: [String] = []

  init(file: String, into model: any Detector) throws {
    self.file = file
    let (weights, isOurs) = try InitialWeights.read(file)
    let names = WeightNames.of(weights.keys)
    library = isOurs ? "tailboard" : names.library
    let layout = isOurs || names.classOrder == .backgroundLast ? .backgroundLast : model.layout(of: weights)
    var taken: Set<String> = []
    for (name, tensor) in model.parameters + model.buffers {
      let theirs = [name] + names.candidates(for: name)
      guard let key = theirs.first(where: { weights[$0] != nil }), let found = weights[key] else {
        missing.append(name)
        continue
      }
      taken.insert(key)
      let source = model.arranged(found, name, layout)
      // A 1×1 convolution's weight is a matrix in the detector.
      guard source.shape.withoutTrailingOnes == tensor.shape.withoutTrailingOnes else {
        misshapen.append(name)
        continue
      }
      try withTorchErrors { withoutGradient { tensor.copy_(from: source.reshape(tensor.shape)) } }
      loaded.append(name)
    }
    guard !loaded.isEmpty else {
      throw TrainingError.badWeights(file: file, reason: "no tensor has a name and shape of the detector's")
    }
    left = weights.keys.filter { !taken.contains($0) }.sorted()
    try checkStatistics()
  }

  /// A batch norm whose scale was taken but not its statistics would silently be another.
  private func checkStatistics() throws(TrainingError) {
    let without = missing.first { name in
      name.hasSuffix(".running_mean") && loaded.contains(name.replacing(".running_mean", with: ".weight"))
        || name.hasSuffix(".running_var") && loaded.contains(name.replacing(".running_var", with: ".weight"))
    }
    guard let without else { return }
    throw .badWeights(file: file, reason: "a batch norm comes without its statistics: there is no \(without)")
  }

  /// What matched and what did not.
  var description: String {
    let rest = [("not in the file", missing), ("of another shape", misshapen), ("left unread", left)].filter {
      !$0.1.isEmpty
    }
    .map { "\($0.1.count) \($0.0) (\($0.1.folded))" }
    return (["\(file) (\(library)): \(loaded.count) tensors loaded"] + rest).joined(separator: ", ")
  }

  /// Tensors by name, and whether they come from a run of ours.
  private static func read(_ file: String) throws -> (tensors: [String: Tensor], isOurs: Bool) {
    guard FileManager.default.fileExists(atPath: file) else {
      throw TrainingError.badWeights(file: file, reason: "there is no such file")
    }
    if file.hasSuffix(".safetensors") {
      let tensors = try SafeTensors(contentsOf: URL(fileURLWithPath: file))
      return (try Dictionary(uniqueKeysWithValues: tensors.names.map { ($0, try tensors.tensor($0)) }), false)
    }
    let content = try CheckpointValue.read(from: URL(fileURLWithPath: file))
    let candidates = [content, content["model"], content["state_dict"]].compactMap { $0?.tensors }
    return (Dictionary(candidates.first { !$0.isEmpty } ?? []) { $1 }, content["recipe"] != nil)
  }
}

extension [String] {
  /// The names' first parts, each once: "backbone.fpn, rpn.head".
  fileprivate var folded: String {
    let parts = map { $0.split(separator: ".").prefix(2).joined(separator: ".") }
    return parts.enumerated().filter { parts.firstIndex(of: $0.element) == $0.offset }.map(\.element)
      .joined(separator: ", ")
  }
}

extension [Int] {
  fileprivate var withoutTrailingOnes: [Int] {
    Array(prefix((lastIndex { $0 != 1 } ?? -1) + 1))
  }
}
