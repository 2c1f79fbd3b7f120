import CTorch

extension Tensor {
  /// Binary cross entropy with a margin and a weight a class: (1/B) Σᵢ Σ_c m_c · BCE(σ(2 f − δ_c), y).
  ///
  /// - Parameters:
  ///   - labels: [B], int64, 0 ..< K.
  ///   - margins: δ, [K], in doubled logits.
  ///   - weights: m, [K].
  /// - Returns: a scalar in single precision or the logits' double, 0 for no rows; finite for every finite logit.
  public func marginCrossEntropy(_ labels: Tensor, margins: Tensor, weights: Tensor) -> Tensor {
    let logits = dtype == .float64 ? self : to(.float32)
    guard device == .cpu else {
      return logits.composedMarginCrossEntropy(labels, margins: margins, weights: weights)
    }
    return Tensor.apply([logits, labels, margins, weights]) {
      ct_margin_cross_entropy($0[0], $0[1], $0[2], $0[3])
    }
  }

  /// The same out of libtorch's operators, for every device: BCE(σ(z), y) = softplus(z) − y z.
  func composedMarginCrossEntropy(_ labels: Tensor, margins: Tensor, weights: Tensor) -> Tensor {
    let z = 2 * self - margins.to(dtype)
    let target = labels.oneHot(size(1)).to(dtype)
    return (weights.to(dtype) * ((-z.abs()).exp().log1p() + z.relu() - target * z)).sum()
      / Swift.max(size(0), 1)
  }
}
