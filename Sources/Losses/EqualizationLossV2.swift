import Torch

/// Equalization loss v2 (Tan et al., CVPR 2021, arXiv 2012.08548, equations 5 to 7).
///
/// Sigmoid cross entropy that balances, class by class, the gradients of positives and of negatives gathered over
/// training: with r = Σ|g⁺| / Σ|g⁻| and g(r) = σ(γ (r − μ)), positives weigh 1 + α (1 − g), negatives g.
/// The last column is background's, of weight 1; it only discounts the scores.
public final class EqualizationLossV2: ClassificationLoss {
  /// C.
  public let classCount: Int
  /// ln(π / (1 − π)) of the score π that classes begin with.
  public let initialLogit: Double
  private let gamma: Double
  private let mu: Double
  private let alpha: Double
  private let positives: Tensor
  private let negatives: Tensor
  /// r, [C]; 100, which leaves the weights at 1, before the first step.
  private let ratios: Tensor

  /// The loss of C foreground classes whose scores begin at `prior` (π), before training.
  public init(
    classCount: Int, gamma: Double, mu: Double, alpha: Double, prior: Double, device: Device = .default
  ) {
    self.classCount = classCount
    (self.gamma, self.mu, self.alpha) = (gamma, mu, alpha)
    initialLogit = prior.logit
    positives = .zeros([classCount], dtype: .float64, device: device)
    negatives = .zeros([classCount], dtype: .float64, device: device)
    ratios = .full([classCount], 100, dtype: .float64, device: device)
  }

  /// C + 1.
  public var columnCount: Int { classCount + 1 }

  /// (1/B) Σᵢ Σ_c w · BCE(σ(f), y); then this step's gradients are gathered.
  public func callAsFunction(logits: Tensor, labels: Tensor) -> Tensor {
    let balance = (gamma * (ratios - mu)).sigmoid()
    let background = Tensor.ones([1], dtype: .float64, device: ratios.device)
    var terms = SigmoidTerms(background: .lastColumn)
    terms.positives = .concatenate([1 + alpha * (1 - balance), background])
    terms.negatives = .concatenate([balance, background])
    let slopes = Tensor.zeros([2, columnCount], dtype: .float64, device: logits.device)
    let value = logits.sigmoidLoss(labels, terms, addingSlopesTo: slopes)
    positives.add_(slopes[0].narrow(0, 0, classCount))
    negatives.add_(slopes[1].narrow(0, 0, classCount))
    ratios.copy_(from: positives / (negatives + 1e-10))
    return value
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
