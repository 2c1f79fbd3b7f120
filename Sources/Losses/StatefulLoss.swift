import Torch

/// A loss that gathers statistics over training.
///
/// They move once a step, however the step's images are split: each call adds its micro-batch to the step's contribution,
/// which is taken, summed over whoever trains along, and applied. A call sees the statistics as the last step left
/// them and, where the authors' code counts first, its own micro-batch; never another one of the same step.
public protocol StatefulLoss: ClassificationLoss, AnyObject {
  /// What must be saved for the next value to be the same: tensors that the loss itself reads.
  var state: [NamedTensor] { get }

  /// Takes up a saved state.
  func restore(_ saved: [NamedTensor]) throws

  /// What the calls since the last one have to add, as numbers that may be summed; the next contribution begins.
  func takeContribution() -> Tensor

  /// Moves the statistics by the contributions of a whole step, summed.
  func apply(_ contribution: Tensor)
}

extension StatefulLoss {
  /// Writes saved tensors into the state's by name.
  public func restore(_ saved: [NamedTensor]) throws {
    let values = Dictionary(saved, uniquingKeysWith: { $1 })
    for (name, tensor) in state {
      guard let value = values[name] else { throw LossStateError.missing(name) }
      guard value.shape == tensor.shape else {
        throw LossStateError.wrongShape(name, expected: tensor.shape, found: value.shape)
      }
      try withTorchErrors { tensor.copy_(from: value) }
    }
  }
}

/// A loss that trains again on regions it remembers.
public protocol RegionRecalling: StatefulLoss {
  /// The regions remembered, and those of the step that will be.
  var memory: FeatureMemory { get }

  /// Remembered regions to train on beside a micro-batch's, drawn by the seed; nil while there are none.
  func recalled(seed: UInt64) -> FeatureMemory.Regions?
}

/// Why a saved state does not fit a loss.
public enum LossStateError: Error, Equatable {
  case missing(String)
  case wrongShape(String, expected: [Int], found: [Int])
}

extension LossStateError: CustomStringConvertible {
  /// One sentence that names what does not fit.
  public var description: String {
    switch self {
    case .missing(let name):
      "the loss's saved state has no \(name); was it saved by another loss?"
    case .wrongShape(let name, let expected, let found):
      "the loss's saved \(name) has shape \(found), not \(expected); has the number of classes changed?"
    }
  }
}
