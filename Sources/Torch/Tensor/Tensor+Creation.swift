import CTorch

extension Tensor {
  /// A tensor of the values in row-major order; a vector unless a shape is given.
  public convenience init<Element: TensorElement>(
    _ values: [Element], shape: [Int]? = nil, device: Device
  ) {
    let shape = shape ?? [values.count]
    precondition(shape.reduce(1, *) == values.count, "\(values.count) values do not fill the shape \(shape)")
    let result = values.withUnsafeBytes { Tensor.copy($0, shape, Element.dtype, device) }
    Tensor.report(result.error, "init(_:shape:device:)")
    self.init(owning: result.tensor)
  }

  /// A scalar (rank 0) of the type.
  public convenience init(_ value: Double, dtype: DType = .float32, device: Device) {
    let result = ct_full([], 0, value, dtype.rawValue, device.raw)
    Tensor.report(result.error, "init(_:dtype:device:)")
    self.init(owning: result.tensor)
  }

  /// A tensor of a copy of the bytes, in row-major order.
  public static func fromBytes(
    _ bytes: UnsafeRawBufferPointer, shape: [Int], dtype: DType, device: Device
  ) -> Tensor {
    precondition(
      shape.reduce(dtype.size, *) == bytes.count, "\(bytes.count) bytes do not fill the shape \(shape)")
    return make { copy(bytes, shape, dtype, device) }
  }

  private static func copy(
    _ bytes: UnsafeRawBufferPointer, _ shape: [Int], _ dtype: DType, _ device: Device
  ) -> CTResult {
    guard let first = bytes.baseAddress, !bytes.isEmpty else {
      return ct_full(shape, shape.count, 0, dtype.rawValue, device.raw)
    }
    return ct_from_bytes(first, shape, shape.count, dtype.rawValue, device.raw)
  }

  /// All zeros.
  public static func zeros(_ shape: [Int], dtype: DType = .float32, device: Device) -> Tensor {
    full(shape, 0, dtype: dtype, device: device)
  }

  /// All ones.
  public static func ones(_ shape: [Int], dtype: DType = .float32, device: Device) -> Tensor {
    full(shape, 1, dtype: dtype, device: device)
  }

  /// One value everywhere.
  public static func full(
    _ shape: [Int], _ value: Double, dtype: DType = .float32, device: Device
  ) -> Tensor {
    make { ct_full(shape, shape.count, value, dtype.rawValue, device.raw) }
  }

  /// Memory with whatever it holds, to be written before it is read.
  public static func empty(_ shape: [Int], dtype: DType = .float32, device: Device) -> Tensor {
    make { ct_empty(shape, shape.count, dtype.rawValue, device.raw) }
  }

  /// Zeros of the shape, type, device and memory order of another tensor.
  public static func zeros(like other: Tensor) -> Tensor { apply(other) { ct_zeros_like($0) } }

  /// 0, 1, … count − 1.
  public static func arange(_ count: Int, dtype: DType = .int64, device: Device) -> Tensor {
    make { ct_arange(0, Double(count), 1, dtype.rawValue, device.raw) }
  }

  /// From, from + step, … below `to`.
  public static func arange(
    from: Double, to: Double, step: Double = 1, dtype: DType = .float32, device: Device
  ) -> Tensor {
    make { ct_arange(from, to, step, dtype.rawValue, device.raw) }
  }
}

// MARK: - Random

extension Tensor {
  /// Uniform in [0, 1), on the CPU.
  public static func rand(_ shape: [Int], dtype: DType = .float32, generator: Generator) -> Tensor {
    make { ct_rand(shape, shape.count, generator.handle, dtype.rawValue) }
  }

  /// Standard normal, on the CPU.
  public static func randn(_ shape: [Int], dtype: DType = .float32, generator: Generator) -> Tensor {
    make { ct_randn(shape, shape.count, generator.handle, dtype.rawValue) }
  }

  /// Integers of the range, uniformly, int64, on the CPU.
  public static func randint(_ range: Range<Int>, _ shape: [Int], generator: Generator) -> Tensor {
    make { ct_randint(range.lowerBound, range.upperBound, shape, shape.count, generator.handle) }
  }

  /// 0 ..< count in random order, int64, on the CPU.
  public static func randperm(_ count: Int, generator: Generator) -> Tensor {
    make { ct_randperm(count, generator.handle) }
  }

  /// Indices drawn without replacement with probability ∝ weight, int64.
  public func sampled(_ count: Int, generator: Generator) -> Tensor {
    Tensor.apply(self) { ct_multinomial($0, count, false, generator.handle) }
  }

  /// Indices drawn with replacement with probability ∝ weight, int64.
  public func sampledWithReplacement(_ count: Int, generator: Generator) -> Tensor {
    Tensor.apply(self) { ct_multinomial($0, count, true, generator.handle) }
  }
}
