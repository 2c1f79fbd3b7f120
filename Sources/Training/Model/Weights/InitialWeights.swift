import Detection
import Torch

/// What a file of weights gave a detector: each tensor of the same meaning and shape.
///
/// Takes a checkpoint of our own, a detector's state dict with the names of torchvision, mmdetection or detectron2, or a
/// classifier's of torchvision (ImageNet's), as torch.save or safetensors keep it.
struct InitialWeights: CustomStringConvertible {
  /// What of a detector must be in the file.
  enum Demand {
    /// Something: the rest starts from random weights, as where classes are others.
    case anything
    /// All of it: what is missing would be taken for trained.
    case everything
  }

  private let file: String
  private let library: String
  private var loaded: [String] = []
  private var missing: [String] = []
  private var misshapen: [String] = []
  private var left: [String] = []

  /// Overwrites the detector's tensors by those of a file that training starts from.
  init(file: String, into model: any Detector) throws {
    try self.init(WeightFile(file), into: model, demanding: .anything)
  }

  /// Overwrites the detector's tensors by the file's.
  ///
  /// - Throws: TrainingError.badWeights where what is demanded is not in it.
  init(_ file: WeightFile, into model: any Detector, demanding demand: Demand) throws {
    self.file = file.path
    let (weights, isOurs) = (file.tensors, file.recipe != nil)
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
      throw TrainingError.badWeights(
        file: self.file, reason: "no tensor has a name and shape of the detector's")
    }
    left = weights.keys.filter { !taken.contains($0) && !$0.hasSuffix(".num_batches_tracked") }.sorted()
    try checkStatistics()
    if demand == .everything { try checkCompleteness() }
  }

  private func checkCompleteness() throws(TrainingError) {
    guard let first = (missing + misshapen).first else { return }
    throw .badWeights(
      file: file,
      reason:
        "\(missing.count) of the detector's tensors are not in it and \(misshapen.count) are of another shape, "
        + "\(first) first: is [detector] in the recipe that of the weights?")
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
