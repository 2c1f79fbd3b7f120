import CTorch

extension Tensor {
  /// The sum of all elements.
  public func sum() -> Tensor { Tensor.apply(self) { ct_sum($0) } }
  /// Sums along a dimension.
  public func sum(dim: Int, keepDim: Bool = false) -> Tensor { sum(dims: [dim], keepDim: keepDim) }
  /// Sums along several dimensions at once.
  public func sum(dims: [Int], keepDim: Bool = false) -> Tensor {
    Tensor.apply(self) { ct_sum_dims($0, dims, dims.count, keepDim) }
  }
  /// The mean of all elements.
  public func mean() -> Tensor { Tensor.apply(self) { ct_mean($0) } }
  /// Means along a dimension.
  public func mean(dim: Int, keepDim: Bool = false) -> Tensor { mean(dims: [dim], keepDim: keepDim) }
  /// Means along several dimensions at once.
  public func mean(dims: [Int], keepDim: Bool = false) -> Tensor {
    Tensor.apply(self) { ct_mean_dims($0, dims, dims.count, keepDim) }
  }

  /// The largest element.
  public func max() -> Tensor { Tensor.apply(self) { ct_max($0) } }
  /// The largest elements along a dimension, and where they are.
  public func max(dim: Int, keepDim: Bool = false) -> (values: Tensor, indices: Tensor) {
    Tensor.applyPair(self) { ct_max_dim($0, dim, keepDim) }
  }
  /// The smallest element.
  public func min() -> Tensor { Tensor.apply(self) { ct_min($0) } }
  /// The smallest elements along a dimension, and where they are.
  public func min(dim: Int, keepDim: Bool = false) -> (values: Tensor, indices: Tensor) {
    Tensor.applyPair(self) { ct_min_dim($0, dim, keepDim) }
  }
  /// Where the largest elements along a dimension are, int64.
  public func argmax(dim: Int) -> Tensor { Tensor.apply(self) { ct_argmax($0, dim) } }

  /// Whether any element is true.
  public func any() -> Tensor { Tensor.apply(self) { ct_any($0) } }
  /// Whether any element along a dimension is true.
  public func any(dim: Int, keepDim: Bool = false) -> Tensor {
    Tensor.apply(self) { ct_any_dim($0, dim, keepDim) }
  }
  /// Whether all elements are true.
  public func all() -> Tensor { Tensor.apply(self) { ct_all($0) } }
  /// Whether all elements along a dimension are true.
  public func all(dim: Int, keepDim: Bool = false) -> Tensor {
    Tensor.apply(self) { ct_all_dim($0, dim, keepDim) }
  }

  /// The 2-norm of all elements.
  public func norm() -> Tensor { Tensor.apply(self) { ct_norm($0) } }
  /// The 2-norms along a dimension.
  public func norm(dim: Int, keepDim: Bool = false) -> Tensor {
    Tensor.apply(self) { ct_norm_dim($0, dim, keepDim) }
  }
  /// Running sums along a dimension.
  public func cumsum(dim: Int) -> Tensor { Tensor.apply(self) { ct_cumsum($0, dim) } }
  /// ln Σ eˣ along a dimension, finite for any finite x.
  public func logSumExp(dim: Int, keepDim: Bool = false) -> Tensor {
    Tensor.apply(self) { ct_logsumexp($0, dim, keepDim) }
  }
}
