import Torch

/// Why weights do not fit a detector.
public enum WeightsError: Error, Equatable {
  /// Names that the detector has and the weights lack.
  case missing([String])
  /// A tensor of another shape.
  case wrongShape(name: String, expected: [Int], found: [Int])
}

extension WeightsError: CustomStringConvertible {
  /// One sentence that names what does not fit.
  public var description: String {
    switch self {
    case .missing(let names):
      "the weights lack \(names.count) of the detector's tensors, \(names[0]) first: are they of another detector?"
    case .wrongShape(let name, let expected, let found):
      "\(name) has the shape \(found) where the detector has \(expected): another number of classes or width?"
    }
  }
}

/// How a file of weights orders classes.
public enum ClassLayout: Sendable {
  /// Background last in the classifier, absent elsewhere: ours.
  case backgroundLast
  /// Background first in the classifier, the deltas and the masks: torchvision's.
  case backgroundFirst
}

extension Detector {
  /// Overwrites all parameters and buffers with the tensors of the same names; others are left unread.
  public func load(_ weights: [String: Tensor], layout: ClassLayout) throws {
    try load(weights, into: parameters + buffers, layout)
  }

  /// How foreign weights order classes: those with a row of deltas or a mask for background have it first.
  public func layout(of weights: [String: Tensor]) -> ClassLayout {
    let rows = [
      "box_predictor.bbox_pred": 4 * (configuration.classCount + 1),
      "mask_fcn_logits": configuration.classCount + 1,
    ]
    let hasBackground = rows.contains { layer, count in
      weights.contains { $0.key.hasSuffix(layer + ".bias") && $0.value.count == count }
    }
    return hasBackground ? .backgroundFirst : .backgroundLast
  }

  private func load(
    _ weights: [String: Tensor], into tensors: [NamedTensor], _ layout: ClassLayout
  ) throws {
    let missing = tensors.map(\.name).filter { weights[$0] == nil }
    guard missing.isEmpty else { throw WeightsError.missing(missing) }
    for (name, tensor) in tensors {
      guard let source = weights[name].map({ arranged($0, name, layout) }) else { continue }
      // A 1×1 convolution's weight is a matrix here.
      let shape = source.shape.dropLast(source.rank == 4 && tensor.rank == 2 ? 2 : 0)
      guard Array(shape) == tensor.shape else {
        throw WeightsError.wrongShape(name: name, expected: tensor.shape, found: source.shape)
      }
      try withTorchErrors {
        withoutGradient { tensor.copy_(from: source.reshape(tensor.shape)) }
      }
    }
  }

  /// A tensor of that name with its class rows in our order, and one set of deltas where classes share them.
  public func arranged(_ tensor: Tensor, _ name: String, _ layout: ClassLayout) -> Tensor {
    let ordered = backgroundLast(tensor, name, layout)
    let isShared = configuration.network.family.stages.allSatisfy { $0.deltas == .classAgnostic }
    guard isShared, name.contains("box_predictor.bbox_pred"), ordered.size(0) > 4,
      ordered.size(0) == 4 * configuration.classCount
    else { return ordered }
    let first = ordered.narrow(0, 0, 4)
    let sets = ordered.reshape([configuration.classCount, -1])
    let isRepeated = (sets - first.reshape([1, -1])).abs().max().item() == 0
    return isRepeated ? first : ordered
  }

  private func backgroundLast(_ tensor: Tensor, _ name: String, _ layout: ClassLayout) -> Tensor {
    guard layout == .backgroundFirst else { return tensor }
    let rows = tensor.size(0)
    if name.contains("box_predictor.cls_score") {
      return Tensor.concatenate([tensor.narrow(0, 1, rows - 1), tensor.narrow(0, 0, 1)])
    }
    let backgroundRows =
      name.contains("box_predictor.bbox_pred") ? 4 : name.contains("mask_fcn_logits") ? 1 : 0
    return tensor.narrow(0, backgroundRows, rows - backgroundRows)
  }
}
