import Detection
import Torch

/// What a file of weights gave a detector: each tensor of the same meaning and shape.
///
/// Takes a checkpoint of our own, a detector's state dict with the names of torchvision, mmdetection or detectron2, or a
/// classifier's of torchvision or Detectron (ImageNet's), as torch.save, pickle or safetensors keep it.
struct InitialWeights: CustomStringConvertible {
  /// What of a detector must be in the file.
  enum Demand {
    /// What training leaves as it is: random weights and statistics there would stay so.
    case untrained
    /// All of it: what is missing would be taken for trained.
    case everything
  }

  private let file: WeightFile
  private let library: String
  private var loaded: [String] = []
  private var missing: [String] = []
  private var misshapen: [String] = []
  private var left: [String] = []
  /// Batch norms whose statistics their scale and shift hold.
  private var folded: [String] = []
  private let hint: String

  /// Overwrites the detector's tensors by those of a file that training starts from.
  init(file: String, into model: any Detector) throws {
    try self.init(WeightFile(file), into: model, demanding: .untrained)
  }

  /// Overwrites the detector's tensors by the file's.
  ///
  /// - Throws: TrainingError.badWeights where what is demanded is not in it.
  init(_ file: WeightFile, into model: any Detector, demanding demand: Demand) throws {
    self.file = file
    let isOurs = file.recipe != nil
    library = isOurs ? "tailboard" : file.names.library
    hint = file.hint(for: model)
    let layout = isOurs ? .backgroundLast : file.names.layout(of: file.tensors, for: model)
    var taken: Set<String> = []
    for (name, tensor) in model.parameters + model.buffers {
      guard let key = file.key(of: name),
        let found = file.tensors[key]
      else {
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
        file: file.path, reason: "no tensor has a name and shape of the detector's")
    }
    left = file.tensors.keys.filter { !taken.contains($0) && !$0.hasSuffix(".num_batches_tracked") }.sorted()
    try unfoldStatistics(of: model)
    try checkStatistics()
    switch demand {
    case .everything: try check(missing + misshapen)
    case .untrained: try check(model.untrained.filter { (missing + misshapen).contains($0) })
    }
  }

  /// Where a file of Detectron's or detectron2's has scales and shifts and no statistics at all, they are of norms folded
  /// into scale and shift: mean 0, and the variance whose root with ε is 1.
  private mutating func unfoldStatistics(of model: any Detector) throws {
    let mayBeFolded = [WeightNames.detectron2, Caffe2Names.renamed].contains { $0.library == library }
    guard mayBeFolded, !file.tensors.keys.contains(where: \.isStatistic) else { return }
    let statistics = model.buffers.filter { $0.name.isStatistic && loaded.contains($0.name.scaleName) }
    let epsilon = model.configuration.network.backbone.normEpsilon
    for (name, tensor) in statistics {
      let value = name.hasSuffix("running_mean") ? 0 : 1 - epsilon
      try withTorchErrors { withoutGradient { tensor.copy_(from: Tensor(value, device: .cpu)) } }
    }
    let names = Set(statistics.map(\.name))
    missing.removeAll(where: names.contains)
    folded = statistics.map(\.name).filter { $0.hasSuffix("running_mean") }
  }

  /// What would stay as it is by chance must not: nor is it all there without these.
  private func check(_ lacking: [String]) throws(TrainingError) {
    guard let first = lacking.first else { return }
    let (absent, other) = (lacking.filter(missing.contains), lacking.filter(misshapen.contains))
    throw .badWeights(
      file: file.path,
      reason:
        "\(absent.count) of the detector's tensors that must be there are not in it and \(other.count) are of "
        + "another shape, \(first) first: is [detector] in the recipe that of the weights?")
  }

  /// A batch norm whose scale was taken but not its statistics would silently be another.
  private func checkStatistics() throws(TrainingError) {
    let without = missing.first { $0.isStatistic && loaded.contains($0.scaleName) }
    guard let without else { return }
    throw .badWeights(
      file: file.path, reason: "a batch norm comes without its statistics: there is no \(without)")
  }

  /// What matched and what did not.
  var description: String {
    let rest = [("not in the file", missing), ("of another shape", misshapen), ("left unread", left)].filter {
      !$0.1.isEmpty
    }
    .map { "\($0.1.count) \($0.0) (\($0.1.folded))" }
    let norms =
      folded.isEmpty ? [] : ["\(folded.count) batch norms come folded into their scale and shift"]
    let parts = ["\(file.path) (\(library)): \(loaded.count) tensors loaded"] + norms + rest
    return parts.joined(separator: ", ") + hint
  }
}

extension WeightNames {
  /// How the classes of these weights are ordered.
  fileprivate func layout(of weights: [String: Tensor], for model: any Detector) -> ClassLayout {
    switch classOrder {
    case .backgroundLast: .backgroundLast
    case .backgroundFirst: .backgroundFirst
    case .byRows: model.layout(of: weights)
    }
  }
}

extension WeightFile {
  /// What Caffe2's networks were trained with and a state dict does not say; empty where the detector has it.
  fileprivate func hint(for model: any Detector) -> String {
    let backbone = model.configuration.network.backbone
    guard names.library == Caffe2Names.renamed.library,
      backbone.channels != .bgr || backbone.depth.layerCount >= 50 && backbone.bottleneckStride != .first
    else { return "" }
    return
      ". Detectron's networks want detector.channels = \"bgr\", detector.bottleneck_stride = \"1x1\" and input.pixel_deviation = [1, 1, 1]"
  }
}

extension Detector {
  /// What training leaves as it is.
  fileprivate var untrained: [String] {
    let statistics = configuration.network.backbone.normalisation.isFrozen ? buffers : []
    return parameters.filter { !$0.tensor.requiresGrad }.map(\.name) + statistics.map(\.name)
  }
}

extension String {
  /// Whether it names a mean or a variance of a batch norm.
  fileprivate var isStatistic: Bool { hasSuffix(".running_mean") || hasSuffix(".running_var") }

  /// The name of the scale beside a statistic.
  fileprivate var scaleName: String {
    replacing(".running_mean", with: ".weight").replacing(".running_var", with: ".weight")
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
