import Torch

/// Equalization loss v2 (Tan et al., CVPR 2021, arXiv 2012.08548, equations 5 to 7).
///
/// Sigmoid cross entropy that balances, class by class, the gradients of positives and of negatives gathered over
/// training: with r = Σ|g⁺| / Σ|g⁻| and g(r) = σ(γ (r − μ)), positives weigh 1 + α (1 − g), negatives g.
/// The last column is background's, of weight 1; it only discounts the scores.
public final class EqualizationLossV2: StatefulLoss {
  /// C.
  public let classCount: Int
  private let gamma: Double
  private let mu: Double
  private let alpha: Double
  private let positives: Tensor
  private let negatives: Tensor
  /// r, [C]; 100, which leaves the weights at 1, before the first step.
  private let ratios: Tensor
  /// Σ|g⁺| and Σ|g⁻| of the step, [2, C].
  private let step: StepSum

  /// The loss of C foreground classes, before training.
  public init(classCount: Int, gamma: Double, mu: Double, alpha: Double, device: Device) {
    self.classCount = classCount
    (self.gamma, self.mu, self.alpha) = (gamma, mu, alpha)
    positives = .zeros([classCount], dtype: .float64, device: device)
    negatives = .zeros([classCount], dtype: .float64, device: device)
    ratios = .full([classCount], 100, dtype: .float64, device: device)
    step = StepSum([2, classCount], device: device)
  }

  /// C + 1.
  public var columnCount: Int { classCount + 1 }

  /// (1/B) Σᵢ Σ_c w · BCE(σ(f), y), with the weights that the last step left.
  public func callAsFunction(_ rows: LossRows) -> Tensor {
    let balance = (gamma * (ratios - mu)).sigmoid()
    let background = Tensor.ones([1], dtype: .float64, device: ratios.device)
    var terms = SigmoidTerms(background: .lastColumn)
    terms.positives = .concatenate([1 + alpha * (1 - balance), background])
    terms.negatives = .concatenate([balance, background])
    let slopes = Tensor.zeros([2, columnCount], dtype: .float64, device: rows.logits.device)
    let value = rows.sigmoidLoss(terms, addingSlopesTo: slopes)
    step.add(slopes.narrow(1, 0, classCount))
    return value
  }

  /// The step's gradients of positives and of negatives, [2, C].
  public func takeContribution() -> Tensor { step.take() }

  /// Adds a step's gradients to those of training so far, and sets their ratios anew.
  public func apply(_ contribution: Tensor) {
    positives.add_(contribution[0])
    negatives.add_(contribution[1])
    ratios.copy_(from: positives / (negatives + 1e-10))
  }

  /// p_c (1 − p_background).
  public func scores(logits: Tensor) -> Tensor {
    let probabilities = logits.precise.sigmoid()
    return probabilities.narrow(1, 0, classCount) * (1 - probabilities.narrow(1, classCount, 1))
  }

  /// Gradients gathered so far, and their ratios.
  public var state: [NamedTensor] {
    [("positive_gradients", positives), ("negative_gradients", negatives), ("ratios", ratios)]
  }
}
