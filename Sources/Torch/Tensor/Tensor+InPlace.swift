import CTorch

// The trailing underscore is PyTorch's mark of an operation in place.

// swift-format-ignore: AlwaysUseLowerCamelCase
extension Tensor {
  /// Adds `scale` · other to this tensor.
  public func add_(_ other: Tensor, scale: Double = 1) {
    Tensor.mutate([self, other]) { ct_add_($0[0], $0[1], scale) }
  }

  /// Multiplies this tensor by another.
  public func mul_(_ other: Tensor) { Tensor.mutate([self, other]) { ct_mul_($0[0], $0[1]) } }

  /// Multiplies this tensor by a number.
  public func mul_(_ factor: some TensorScalar) { mul_(factor.wrapped) }

  /// Sets negative elements to 0, and returns this very tensor.
  @discardableResult
  public func relu_() -> Tensor {
    Tensor.mutate([self]) { ct_relu_($0[0]) }
    return self
  }

  /// Sets every element to 0.
  public func zero_() { Tensor.mutate([self]) { ct_zero_($0[0]) } }

  /// Overwrites the elements with another tensor's, converted and broadcast.
  public func copy_(from source: Tensor) { Tensor.mutate([self, source]) { ct_copy_($0[0], $0[1]) } }

  /// Overwrites the rows a mask or indices name.
  public func indexPut_(_ index: Tensor, _ values: Tensor) {
    Tensor.mutate([self, index, values]) { ct_index_put_($0[0], $0[1], $0[2]) }
  }
}
