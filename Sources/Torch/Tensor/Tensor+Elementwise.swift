import CTorch

extension Tensor {
  /// eˣ.
  public func exp() -> Tensor { Tensor.apply(self) { ct_exp($0) } }
  /// The natural logarithm.
  public func log() -> Tensor { Tensor.apply(self) { ct_log($0) } }
  /// ln(1 + x), exact near 0.
  public func log1p() -> Tensor { Tensor.apply(self) { ct_log1p($0) } }
  /// The logistic function.
  public func sigmoid() -> Tensor { Tensor.apply(self) { ct_sigmoid($0) } }
  /// ln σ(x), finite everywhere.
  public func logSigmoid() -> Tensor { Tensor.apply(self) { ct_log_sigmoid($0) } }
  /// ln(1 + eˣ), finite everywhere.
  public func softplus() -> Tensor { Tensor.apply(self) { ct_softplus($0) } }
  /// max(x, 0).
  public func relu() -> Tensor { Tensor.apply(self) { ct_relu($0) } }
  /// The absolute value.
  public func abs() -> Tensor { Tensor.apply(self) { ct_abs($0) } }
  /// The square root.
  public func sqrt() -> Tensor { Tensor.apply(self) { ct_sqrt($0) } }
  /// 1 / √x.
  public func rsqrt() -> Tensor { Tensor.apply(self) { ct_rsqrt($0) } }
  /// The integer below.
  public func floor() -> Tensor { Tensor.apply(self) { ct_floor($0) } }
  /// The integer above.
  public func ceil() -> Tensor { Tensor.apply(self) { ct_ceil($0) } }
  /// The nearest integer, halves to the even one.
  public func round() -> Tensor { Tensor.apply(self) { ct_round($0) } }
  /// Whether each element is neither infinite nor NaN.
  public func isFinite() -> Tensor { Tensor.apply(self) { ct_isfinite($0) } }
  /// Whether each element is NaN.
  public func isNaN() -> Tensor { Tensor.apply(self) { ct_isnan($0) } }

  /// Elementwise larger one.
  public func maximum(_ other: Tensor) -> Tensor { Tensor.apply(self, other) { ct_maximum($0, $1) } }
  /// Elementwise smaller one.
  public func minimum(_ other: Tensor) -> Tensor { Tensor.apply(self, other) { ct_minimum($0, $1) } }

  /// Elements brought into the bounds given.
  public func clamp(min low: Double? = nil, max high: Double? = nil) -> Tensor {
    Tensor.apply(self) { handle in
      withOptionalPointer(low) { low in withOptionalPointer(high) { ct_clamp(handle, low, $0) } }
    }
  }

  /// Elements of `a` where the condition holds, else of `b`, with broadcasting.
  public static func `where`(_ condition: Tensor, _ a: Tensor, _ b: Tensor) -> Tensor {
    apply(condition, a, b) { ct_where($0, $1, $2) }
  }
  /// Elements of `a` where the condition holds, else the number.
  public static func `where`(_ condition: Tensor, _ a: Tensor, _ b: some TensorScalar) -> Tensor {
    `where`(condition, a, b.wrapped)
  }
  /// The number where the condition holds, else elements of `b`.
  public static func `where`(_ condition: Tensor, _ a: some TensorScalar, _ b: Tensor) -> Tensor {
    `where`(condition, a.wrapped, b)
  }
}

private func withOptionalPointer<Result>(
  _ value: Double?, _ body: (UnsafePointer<Double>?) -> Result
) -> Result {
  guard let value else { return body(nil) }
  return withUnsafePointer(to: value) { body($0) }
}
