import Torch

/// Sigmoid cross entropy over C columns: background is a row of zeros. Summed over columns, the mean over rows.
public struct SigmoidCrossEntropy: ClassificationLoss {
  /// C.
  public let classCount: Int
  /// ln(π / (1 − π)) of the score π that classes begin with.
  public let initialLogit: Double

  /// The loss of C foreground classes whose scores begin at `prior` (π).
  public init(classCount: Int, prior: Double) {
    self.classCount = classCount
    initialLogit = prior.logit
  }

  /// C.
  public var columnCount: Int { classCount }

  /// (1/B) Σᵢ Σ_c BCE(σ(f), y).
  public func callAsFunction(_ rows: LossRows) -> Tensor {
    rows.sigmoidLoss(SigmoidTerms(background: .noColumn))
  }

  /// σ(f).
  public func scores(logits: Tensor) -> Tensor { logits.precise.sigmoid() }
}
