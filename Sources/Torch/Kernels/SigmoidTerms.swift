import CTorch

/// What a loss over sigmoids is made of: w · BCE(σ(s f − δ_c), y) for each of K columns, all of a kind unless it says so.
public struct SigmoidTerms {
  /// Where a row of background has its 1.
  public enum Background: Sendable {
    /// In the last column.
    case lastColumn
    /// Nowhere: its label is K.
    case noColumn
  }

  /// Where background has its 1.
  public var background: Background
  /// s.
  public var scale = 1.0
  /// δ, [K]; nil for 0.
  public var shifts: Tensor?
  /// w of the columns that are their row's label, [K]; nil for 1.
  public var positives: Tensor?
  /// w of the other columns, [K]; nil for 1.
  public var negatives: Tensor?
  /// w of the other columns in rows that have a label among the columns, [K]; nil for the same.
  public var foregroundNegatives: Tensor?

  /// Plain binary cross entropy, to be changed.
  public init(background: Background) { self.background = background }
}

extension Tensor {
  /// (1/B) Σᵢ Σ_c w · BCE(σ(s f − δ_c), y), value and gradient in one pass over the logits.
  ///
  /// - Parameters:
  ///   - labels: [B], int64, 0 ..< K, and K where background has no column.
  ///   - sums: [2, K], float64; Σ w |σ − y| over positives and over negatives is added to its rows.
  /// - Returns: a scalar in single precision or the logits' double, 0 for no rows; finite for every finite logit.
  public func sigmoidLoss(_ labels: Tensor, _ terms: SigmoidTerms, addingSlopesTo sums: Tensor? = nil)
    -> Tensor
  {
    let logits = dtype == .float64 ? self : to(.float32)
    guard device == .cpu else {
      return logits.composedSigmoidLoss(labels, terms, addingSlopesTo: sums)
    }
    let ones = Tensor.ones([size(1)], dtype: logits.dtype, device: .cpu)
    let negatives = terms.negatives ?? ones
    let operands = [
      logits, labels, terms.shifts ?? .zeros([size(1)], dtype: logits.dtype, device: .cpu),
      terms.positives ?? ones,
      negatives, terms.foregroundNegatives ?? negatives,
    ]
    let labelCount = size(1) + (terms.background == .noColumn ? 1 : 0)
    return Tensor.apply(operands) { handles in
      withHandle(sums) {
        ct_sigmoid_loss(
          handles[0], handles[1], handles[2], handles[3], handles[4], handles[5], $0, terms.scale,
          labelCount)
      }
    }
  }

  /// The same out of libtorch's operators, for every device: BCE(σ(z), y) = softplus(z) − y z.
  func composedSigmoidLoss(_ labels: Tensor, _ terms: SigmoidTerms, addingSlopesTo sums: Tensor? = nil)
    -> Tensor
  {
    let columns = size(1)
    func weights(_ weights: Tensor?) -> Tensor { (weights ?? .ones([columns], device: device)).to(dtype) }
    let z = terms.scale * self - (terms.shifts ?? .zeros([columns], device: device)).to(dtype)
    let target = labels.oneHot(columns + 1).narrow(1, 0, columns).to(dtype)
    let isForeground = (labels .< columns).to(dtype).unsqueeze(1)
    let negatives = weights(terms.negatives)
    let foreground = terms.foregroundNegatives.map { $0.to(dtype) } ?? negatives
    let weight =
      weights(terms.positives) * target
      + (isForeground * foreground + (1 - isForeground) * negatives) * (1 - target)
    if let sums {
      withoutGradient {
        let slopes = weight * (z.sigmoid() - target).abs()
        sums.add_(Tensor.stack([(slopes * target).sum(dim: 0), (slopes * (1 - target)).sum(dim: 0)]))
      }
    }
    return (weight * ((-z.abs()).exp().log1p() + z.relu() - target * z)).sum() / Swift.max(size(0), 1)
  }
}
