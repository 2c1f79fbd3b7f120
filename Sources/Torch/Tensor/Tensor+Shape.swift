import CTorch

extension Tensor {
  /// The same elements in another shape; one size may be −1.
  public func reshape(_ shape: [Int]) -> Tensor { Tensor.apply(self) { ct_reshape($0, shape, shape.count) } }
  /// Dimensions of size 1 repeated without a copy; −1 keeps a size.
  public func expand(_ shape: [Int]) -> Tensor { Tensor.apply(self) { ct_expand($0, shape, shape.count) } }
  /// Dimensions in another order.
  public func permute(_ order: [Int]) -> Tensor { Tensor.apply(self) { ct_permute($0, order, order.count) } }
  /// Elements in reverse along the dimensions.
  public func flip(_ dimensions: [Int]) -> Tensor {
    Tensor.apply(self) { ct_flip($0, dimensions, dimensions.count) }
  }
  /// Two dimensions exchanged.
  public func transpose(_ first: Int, _ second: Int) -> Tensor {
    Tensor.apply(self) { ct_transpose($0, first, second) }
  }
  /// A new dimension of size 1.
  public func unsqueeze(_ dimension: Int) -> Tensor { Tensor.apply(self) { ct_unsqueeze($0, dimension) } }
  /// A dimension of size 1 dropped.
  public func squeeze(_ dimension: Int) -> Tensor { Tensor.apply(self) { ct_squeeze($0, dimension) } }
  /// The dimensions from one to another made one.
  public func flatten(from: Int = 0, to: Int = -1) -> Tensor {
    Tensor.apply(self) { ct_flatten($0, from, to) }
  }
  /// A view of `length` elements along a dimension.
  public func narrow(_ dimension: Int, _ start: Int, _ length: Int) -> Tensor {
    Tensor.apply(self) { ct_narrow($0, dimension, start, length) }
  }
  /// A view of one index along a dimension, which it drops.
  public func select(_ dimension: Int, _ index: Int) -> Tensor {
    Tensor.apply(self) { ct_select($0, dimension, index) }
  }
  /// A view of every `step`-th element of the range along a dimension.
  public func slice(_ dimension: Int, _ range: Range<Int>, step: Int = 1) -> Tensor {
    Tensor.apply(self) { ct_slice($0, dimension, range.lowerBound, range.upperBound, step) }
  }
  /// A view of the same memory with sizes, strides and an offset of its own.
  public func asStrided(_ sizes: [Int], strides: [Int], offset: Int) -> Tensor {
    Tensor.apply(self) { ct_as_strided($0, sizes, strides, sizes.count, offset) }
  }
  /// Views of the sizes given along a dimension.
  public func split(sizes: [Int], dim: Int = 0) -> [Tensor] {
    var start = 0
    return sizes.map { size in
      defer { start += size }
      return narrow(dim, start, size)
    }
  }
  /// A constant border; amounts go from the last dimension to the first, before and after.
  public func pad(_ amounts: [Int], value: Double = 0) -> Tensor {
    Tensor.apply(self) { ct_pad($0, amounts, amounts.count, value) }
  }

  /// Tensors one after another along a dimension.
  public static func concatenate(_ tensors: [Tensor], dim: Int = 0) -> Tensor {
    apply(tensors) { ct_concatenate($0, $0.count, dim) }
  }
  /// Tensors of one shape along a new dimension.
  public static func stack(_ tensors: [Tensor], dim: Int = 0) -> Tensor {
    apply(tensors) { ct_stack($0, $0.count, dim) }
  }

  /// In row-major order, copied only if need be.
  public func contiguous() -> Tensor { Tensor.apply(self) { ct_contiguous($0) } }
  /// A [N, C, H, W] tensor with its channels side by side in memory, copied only if need be.
  public func channelsLast() -> Tensor { Tensor.apply(self) { ct_channels_last($0) } }
  /// A copy, through which gradients flow.
  public func clone() -> Tensor { Tensor.apply(self) { ct_clone($0) } }
  /// Converted to a type, copied only if need be.
  public func to(_ dtype: DType) -> Tensor { Tensor.apply(self) { ct_to_dtype($0, dtype.rawValue) } }
  /// Brought to a device, copied only if need be.
  public func to(_ device: Device) -> Tensor { Tensor.apply(self) { ct_to_device($0, device.raw) } }
  /// Brought from the CPU to a device without waiting for it: nobody may write this tensor afterwards.
  public func uploaded(to device: Device) -> Tensor { Tensor.apply(self) { ct_upload($0, device.raw) } }
}
