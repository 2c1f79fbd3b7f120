import Torch

// Tests compute on the CPU unless they say otherwise; shipped code always says where.

extension Tensor {
  /// A tensor of the values on the CPU; a vector unless a shape is given.
  public convenience init<Element: TensorElement>(_ values: [Element], shape: [Int]? = nil) {
    self.init(values, shape: shape, device: .cpu)
  }

  /// A scalar on the CPU.
  public convenience init(_ value: Double, dtype: DType = .float32) {
    self.init(value, dtype: dtype, device: .cpu)
  }

  /// All zeros, on the CPU.
  public static func zeros(_ shape: [Int], dtype: DType = .float32) -> Tensor {
    zeros(shape, dtype: dtype, device: .cpu)
  }

  /// All ones, on the CPU.
  public static func ones(_ shape: [Int], dtype: DType = .float32) -> Tensor {
    ones(shape, dtype: dtype, device: .cpu)
  }

  /// One value everywhere, on the CPU.
  public static func full(_ shape: [Int], _ value: Double, dtype: DType = .float32) -> Tensor {
    full(shape, value, dtype: dtype, device: .cpu)
  }

  /// 0, 1, … count − 1, on the CPU.
  public static func arange(_ count: Int, dtype: DType = .int64) -> Tensor {
    arange(count, dtype: dtype, device: .cpu)
  }
}
