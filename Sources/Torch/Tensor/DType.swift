/// The type of a tensor's elements, numbered as libtorch does.
public enum DType: Int32, Sendable, CaseIterable {
  case uint8 = 0
  case int8 = 1
  case int16 = 2
  case int32 = 3
  case int64 = 4
  case float16 = 5
  case float32 = 6
  case float64 = 7
  case bool = 11
  case bfloat16 = 15

  /// Bytes an element takes.
  public var size: Int {
    switch self {
    case .uint8, .int8, .bool: 1
    case .int16, .float16, .bfloat16: 2
    case .int32, .float32: 4
    case .int64, .float64: 8
    }
  }
}

/// A Swift number that is a tensor's element as it stands.
public protocol TensorElement: BitwiseCopyable {
  /// The tensor type with the same bytes.
  static var dtype: DType { get }
}

extension Float: TensorElement {
  /// Single precision.
  public static var dtype: DType { .float32 }
}

extension Double: TensorElement {
  /// Double precision.
  public static var dtype: DType { .float64 }
}

extension UInt8: TensorElement {
  /// Bytes.
  public static var dtype: DType { .uint8 }
}

extension Int32: TensorElement {
  /// 32-bit integers.
  public static var dtype: DType { .int32 }
}

extension Int64: TensorElement {
  /// 64-bit integers.
  public static var dtype: DType { .int64 }
}

extension Int: TensorElement {
  /// 64-bit integers.
  public static var dtype: DType { .int64 }
}

extension Bool: TensorElement {
  /// Truth values of a byte each.
  public static var dtype: DType { .bool }
}
