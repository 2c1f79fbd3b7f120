import CTorch

/// An n-dimensional array of libtorch, on any device, with its place in the autograd graph.
///
/// Holds exactly one reference. Not Sendable: it belongs to the thread that computes with it.
/// Operations never throw; see `withTorchErrors`.
public final class Tensor {
  /// Nil when the tensor is undefined: an operation before it failed.
  let handle: CTTensor?

  init(owning handle: CTTensor?) {
    self.handle = handle
  }

  deinit {
    if let handle { ct_tensor_release(handle) }
  }

  /// A tensor without a value, which operations pass on.
  public static var undefined: Tensor { Tensor(owning: nil) }
}

// MARK: - Facts

extension Tensor {
  /// False when the operation that made the tensor failed.
  public var isDefined: Bool { handle != nil }

  /// The number of dimensions; 0 when undefined.
  public var rank: Int { query(0, ct_rank) }

  /// The number of elements; 0 when undefined.
  public var count: Int { query(0, ct_count) }

  /// The size along every dimension; empty when undefined, so inside `withTorchErrors` prefer `size(_:)`.
  public var shape: [Int] { (0..<rank).map(size) }

  /// The step in elements along every dimension.
  public var strides: [Int] { (0..<rank).map { dimension in query(0) { ct_stride($0, dimension) } } }

  /// The size along one dimension, counted from the last when negative; 0 when undefined.
  public func size(_ dimension: Int) -> Int {
    query(0) { ct_size($0, dimension < 0 ? dimension + ct_rank($0) : dimension) }
  }

  /// The type of the elements; single precision when undefined.
  public var dtype: DType {
    guard let type = DType(rawValue: query(DType.float32.rawValue, ct_dtype)) else {
      preconditionFailure("a tensor of a type that is not offered: \(query(0, ct_dtype))")
    }
    return type
  }

  /// Where the elements are.
  public var device: Device { Device(raw: query(Device.cpu.raw, ct_device)) }

  /// Whether the elements lie in row-major order without gaps.
  public var isContiguous: Bool { query(false, ct_is_contiguous) }

  /// Whether a [N, C, H, W] tensor lies with its channels side by side.
  public var isChannelsLast: Bool { query(false, ct_is_channels_last) }

  func query<Value>(_ undefined: Value, _ body: (CTTensor) -> Value) -> Value {
    guard let handle else { return undefined }
    return withExtendedLifetime(self) { body(handle) }
  }
}
