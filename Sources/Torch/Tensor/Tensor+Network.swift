import CTorch

/// How a loss over elements becomes a tensor.
public enum Reduction: Int32, Sendable {
  case none = 0
  case mean = 1
  case sum = 2
}

extension Tensor {
  /// Matrix product, batched over leading dimensions.
  public func matmul(_ other: Tensor) -> Tensor { Tensor.apply(self, other) { ct_matmul($0, $1) } }

  /// x Wᵀ + b; weight [out, in].
  public func linear(_ weight: Tensor, _ bias: Tensor? = nil) -> Tensor {
    Tensor.apply(self, weight) { x, w in withHandle(bias) { ct_linear(x, w, $0) } }
  }

  /// Convolution of [N, C, H, W]; weight [out, C / groups, h, w].
  public func conv2d(
    _ weight: Tensor, _ bias: Tensor? = nil, stride: Int = 1, padding: Int = 0, dilation: Int = 1,
    groups: Int = 1
  ) -> Tensor {
    Tensor.apply(self, weight) { x, w in
      withHandle(bias) { ct_conv2d(x, w, $0, stride, padding, dilation, groups) }
    }
  }

  /// Transposed convolution of [N, C, H, W]; weight [C, out, h, w].
  public func convTranspose2d(
    _ weight: Tensor, _ bias: Tensor? = nil, stride: Int = 1, padding: Int = 0
  ) -> Tensor {
    Tensor.apply(self, weight) { x, w in
      withHandle(bias) { ct_conv_transpose2d(x, w, $0, stride, padding) }
    }
  }

  /// Largest element of square windows.
  public func maxPool2d(_ kernel: Int, stride: Int, padding: Int = 0) -> Tensor {
    Tensor.apply(self) { ct_max_pool2d($0, kernel, stride, padding) }
  }

  /// Mean of square windows.
  public func avgPool2d(_ kernel: Int, stride: Int, padding: Int = 0) -> Tensor {
    Tensor.apply(self) { ct_avg_pool2d($0, kernel, stride, padding) }
  }

  /// Nearest-neighbour resampling to a size.
  public func upsampleNearest(to size: (height: Int, width: Int)) -> Tensor {
    Tensor.apply(self) { ct_upsample_nearest($0, size.height, size.width) }
  }

  /// Bilinear resampling to a size.
  public func upsampleBilinear(to size: (height: Int, width: Int), alignCorners: Bool = false) -> Tensor {
    Tensor.apply(self) { ct_upsample_bilinear($0, size.height, size.width, alignCorners) }
  }

  /// Batch normalisation with running statistics that stay as they are.
  public func batchNorm(
    weight: Tensor, bias: Tensor, frozenMean: Tensor, frozenVariance: Tensor, epsilon: Double = 1e-5
  ) -> Tensor {
    batchNorm(weight, bias, frozenMean, frozenVariance, training: false, 0, epsilon)
  }

  /// Batch normalisation with the batch's statistics, which the running ones follow.
  public func batchNorm(
    weight: Tensor, bias: Tensor, runningMean: Tensor, runningVariance: Tensor, momentum: Double = 0.1,
    epsilon: Double = 1e-5
  ) -> Tensor {
    batchNorm(weight, bias, runningMean, runningVariance, training: true, momentum, epsilon)
  }

  private func batchNorm(
    _ weight: Tensor, _ bias: Tensor, _ mean: Tensor, _ variance: Tensor, training: Bool, _ momentum: Double,
    _ epsilon: Double, _ operation: StaticString = "batchNorm"
  ) -> Tensor {
    Tensor.apply([self, weight, bias, mean, variance], operation) {
      ct_batch_norm($0[0], $0[1], $0[2], $0[3], $0[4], training, momentum, epsilon)
    }
  }

  /// Normalisation over groups of channels.
  public func groupNorm(_ groups: Int, weight: Tensor, bias: Tensor, epsilon: Double = 1e-5) -> Tensor {
    Tensor.apply(self, weight, bias) { ct_group_norm($0, groups, $1, $2, epsilon) }
  }

  /// eˣ / Σ eˣ along a dimension.
  public func softmax(dim: Int) -> Tensor { Tensor.apply(self) { ct_softmax($0, dim) } }
  /// The logarithm of the softmax along a dimension.
  public func logSoftmax(dim: Int) -> Tensor { Tensor.apply(self) { ct_log_softmax($0, dim) } }
}

// MARK: - Losses

extension Tensor {
  /// Softmax cross entropy of logits [B, C] against labels [B].
  public func crossEntropy(_ labels: Tensor, weight: Tensor? = nil, reduction: Reduction = .mean) -> Tensor {
    Tensor.apply(self, labels) { x, y in
      withHandle(weight) { ct_cross_entropy(x, y, $0, reduction.rawValue) }
    }
  }

  /// Binary cross entropy of σ(logits) against targets of the same shape.
  public func bceWithLogits(_ target: Tensor, weight: Tensor? = nil, reduction: Reduction = .mean) -> Tensor {
    Tensor.apply(self, target) { x, y in
      withHandle(weight) { ct_bce_with_logits(x, y, $0, reduction.rawValue) }
    }
  }

  /// ½ d² / β for |d| < β, else |d| − ½ β.
  public func smoothL1(_ target: Tensor, beta: Double = 1, reduction: Reduction = .mean) -> Tensor {
    Tensor.apply(self, target) { ct_smooth_l1($0, $1, beta, reduction.rawValue) }
  }

  /// |d|.
  public func l1(_ target: Tensor, reduction: Reduction = .mean) -> Tensor {
    Tensor.apply(self, target) { ct_l1($0, $1, reduction.rawValue) }
  }
}

/// Lends an optional operand's handle.
func withHandle<Result>(_ tensor: Tensor?, _ body: (CTTensor?) -> Result) -> Result {
  withExtendedLifetime(tensor) { body(tensor?.handle) }
}
