import Torch

/// How the box head learns to tell classes: the loss, the columns it needs and the scores it gives.
///
/// C foreground classes are numbered 0 ..< C, background is C, whatever the columns are. A loss that gathers
/// statistics while training is a class whose `state` goes into checkpoints: saved, loaded, it gives the same
/// next value.
public protocol ClassificationLoss {
  /// C, the number of foreground classes.
  var classCount: Int { get }

  /// How many logits the classifier gives a region.
  var columnCount: Int { get }

  /// The logit that the classifier's columns begin with.
  var initialLogit: Double { get }

  /// What a run's log should say of it at the start; nil for nothing.
  var remark: String? { get }

  /// What must be saved for the next value to be the same.
  var state: [NamedTensor] { get }

  /// Takes up a saved state.
  func restore(_ saved: [NamedTensor]) throws

  /// Where the loss remembers regions that it trains on again; nil where a step's own are enough.
  var memory: FeatureMemory? { get }

  /// Remembered regions to train on beside this step's.
  func recalled() -> FeatureMemory.Regions?

  /// The loss of one step, which may also move the state.
  ///
  /// - Parameters:
  ///   - logits: [B, columnCount], of any finite value.
  ///   - labels: [B], int64, 0 ..< C, background C.
  /// - Returns: a scalar; 0 for an empty batch.
  func callAsFunction(logits: Tensor, labels: Tensor) -> Tensor

  /// The same where it is known which ground truth a row stands for: `objects` has a number for each row, equal for rows
  /// of the same one, any for background.
  func callAsFunction(logits: Tensor, labels: Tensor, objects: [Int]) -> Tensor

  /// The logits of the classes alone, [B, C] in the classes' order, from logits [B, columnCount].
  func classLogits(_ logits: Tensor) -> Tensor

  /// Class scores in 0 ... 1 for inference, [B, C], from logits [B, columnCount].
  func scores(logits: Tensor) -> Tensor
}

extension ClassificationLoss {
  /// The first C columns.
  public func classLogits(_ logits: Tensor) -> Tensor { logits.narrow(1, 0, classCount) }

  /// 0.
  public var initialLogit: Double { 0 }

  /// Nothing.
  public var remark: String? { nil }

  /// None.
  public var memory: FeatureMemory? { nil }

  /// None.
  public func recalled() -> FeatureMemory.Regions? { nil }

  /// The loss, for which it does not matter which ground truth a row stands for.
  public func callAsFunction(logits: Tensor, labels: Tensor, objects: [Int]) -> Tensor {
    self(logits: logits, labels: labels)
  }

  /// Nothing, as losses without statistics have.
  public var state: [NamedTensor] { [] }

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
