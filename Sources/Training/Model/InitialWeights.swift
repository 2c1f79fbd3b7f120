import Detection
import Foundation
import Torch

/// What a file of weights gave a detector: each tensor of the same name and shape.
///
/// Takes a classifier's state dict (ImageNet's, names from "conv1" on), a detector's with torchvision's names and order
/// of classes, or a checkpoint of our own.
struct InitialWeights: CustomStringConvertible {
  private let file: String
  private var loaded: [String] = []
  private var missing: [String] = []
  private var misshapen: [String] = []

  init(file: String, into model: any Detector) throws {
    self.file = file
    let (weights, isOurs) = try InitialWeights.read(file)
    let layout = isOurs ? .backgroundLast : model.layout(of: weights)
    for (name, tensor) in model.parameters + model.buffers {
      guard let found = weights[name] ?? weights[name.withoutPrefix("backbone.body.")] else {
        missing.append(name)
        continue
      }
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
  }

  /// What matched and what did not.
  var description: String {
    let rest = [("not in the file", missing), ("of another shape", misshapen)].filter { !$0.1.isEmpty }
      .map { "\($0.1.count) \($0.0) (\($0.1.folded))" }
    return (["\(file): \(loaded.count) tensors loaded"] + rest).joined(separator: ", ")
  }

  /// Tensors by name, and whether they come from a run of ours.
  private static func read(_ file: String) throws -> (tensors: [String: Tensor], isOurs: Bool) {
    guard FileManager.default.fileExists(atPath: file) else {
      throw TrainingError.badWeights(file: file, reason: "there is no such file")
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

extension String {
  fileprivate func withoutPrefix(_ prefix: String) -> String {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self
  }
}

extension [Int] {
  fileprivate var withoutTrailingOnes: [Int] {
    Array(prefix((lastIndex { $0 != 1 } ?? -1) + 1))
  }
}
