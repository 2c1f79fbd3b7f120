import Annotations
import Torch

/// Effective Class-Margin loss (Cho & Krähenbühl, ECCV 2022, arXiv 2301.09724, section 4).
///
/// Weighted binary cross entropy whose threshold for class c is its effective margin instead of ½:
/// ŝ = σ(2 f − δ), L = (1/B) Σᵢ Σ_c m_c · BCE(ŝ, y).
/// NOTE: the authors' code exponentiates logits and overflows near ±88; this form is finite everywhere.
public struct EffectiveClassMarginLoss: ClassificationLoss {
  /// C.
  public let classCount: Int
  /// δ_c = ¼ ln(n_¬c / n_c), in doubled logits, [C + 1], background last.
  let demandedMargins: Tensor
  /// m_c = α_c ln((1 + α_c) / α_c), in (0, 1), [C + 1].
  let rankingWeights: Tensor

  /// The loss that demands these margins of C classes and background.
  public init(margins: EffectiveMargins, device: Device) {
    classCount = margins.demanded.count - 1
    demandedMargins = Tensor(margins.demanded, device: device)
    rankingWeights = Tensor(margins.rankingWeights, device: device)
  }

  /// C + 1.
  public var columnCount: Int { classCount + 1 }

  /// (1/B) Σᵢ Σ_c m_c · BCE(σ(2 f − δ_c), y), over all C + 1 columns.
  public func callAsFunction(_ rows: LossRows) -> Tensor {
    var terms = SigmoidTerms(background: .lastColumn)
    terms.scale = 2
    terms.shifts = demandedMargins
    (terms.positives, terms.negatives) = (rankingWeights, rankingWeights)
    return rows.sigmoidLoss(terms)
  }

  /// Class probabilities, discounted by the background's: p_c (1 − p_background).
  public func scores(logits: Tensor) -> Tensor {
    let probabilities = logits.precise.sigmoid()
    return probabilities.narrow(1, 0, classCount) * (1 - probabilities.narrow(1, classCount, 1))
  }
}
