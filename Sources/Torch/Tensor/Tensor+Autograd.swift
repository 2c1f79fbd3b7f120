import CTorch

extension Tensor {
  /// This very tensor, marked as one whose gradient is wanted or not.
  @discardableResult
  public func requiresGrad(_ required: Bool = true) -> Tensor {
    Tensor.mutate([self]) { ct_set_requires_grad($0[0], required) }
    return self
  }

  /// Whether gradients flow to this tensor.
  public var requiresGrad: Bool { query(false, ct_requires_grad) }

  /// The gradient accumulated by `backward()`, nil before.
  public var grad: Tensor? {
    let gradient = Tensor.apply(self) { ct_grad($0) }
    return gradient.isDefined ? gradient : nil
  }

  /// Forgets the gradient.
  public func clearGrad() { Tensor.mutate([self]) { ct_clear_grad($0[0]) } }

  /// The same memory outside of the autograd graph.
  public func detach() -> Tensor { Tensor.apply(self) { ct_detach($0) } }

  /// Accumulates the gradient of this scalar in every tensor it came from that wants one.
  public func backward() { Tensor.mutate([self]) { ct_backward($0[0], nil) } }

  /// Accumulates the gradient of Σ gradient · self.
  public func backward(gradient: Tensor) {
    Tensor.mutate([self, gradient]) { ct_backward($0[0], $0[1]) }
  }
}

/// Runs operations on this thread without recording them for gradients.
public func withoutGradient<Result>(_ body: () throws -> Result) rethrows -> Result {
  let before = ct_exchange_grad_mode(false)
  defer { _ = ct_exchange_grad_mode(before) }
  return try body()
}

/// Runs operations on this thread in a lower precision where that is safe.
public func withAutocast<Result>(
  _ dtype: DType, device: Device, _ body: () throws -> Result
) rethrows -> Result {
  let before = ct_exchange_autocast(dtype.rawValue, device.raw)
  defer { _ = ct_exchange_autocast(before, device.raw) }
  return try body()
}
