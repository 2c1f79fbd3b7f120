import Torch

/// Sigmoid cross entropy over C columns: background is a row of zeros. Summed over columns, the mean over rows.
public struct SigmoidCrossEntropy: ClassificationLoss {
  /// C.
  public let classCount: Int

  /// The loss of C foreground classes.
  public init(classCount: Int) {
    self.classCount = classCount
  }

  /// C.
  public var columnCount: Int { classCount }

  /// (1/B) Σᵢ Σ_c BCE(σ(f), y).
  public func callAsFunction(logits: Tensor, labels: Tensor) -> Tensor {
    let logits = logits.precise
    return logits.sigmoidCrossEntropy(labels.foregroundTargets(classCount, dtype: logits.dtype))
  }

  /// σ(f).
  public func scores(logits: Tensor) -> Tensor { logits.precise.sigmoid() }
}
