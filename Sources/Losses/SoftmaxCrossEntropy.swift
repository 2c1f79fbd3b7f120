import Torch

/// Softmax cross entropy over C + 1 columns, background last; the mean over rows.
public struct SoftmaxCrossEntropy: ClassificationLoss {
  /// C.
  public let classCount: Int

  /// The loss of C foreground classes.
  public init(classCount: Int) {
    self.classCount = classCount
  }

  /// C + 1.
  public var columnCount: Int { classCount + 1 }

  /// −(1/B) Σ ln softmax(f)_y.
  public func callAsFunction(_ rows: LossRows) -> Tensor {
    rows.logits.precise.crossEntropy(rows.labels, reduction: .sum) / max(rows.labels.count, 1)
  }

  /// The softmax without background's column.
  public func scores(logits: Tensor) -> Tensor {
    logits.precise.softmax(dim: 1).narrow(1, 0, classCount)
  }
}
