import Foundation

/// An array of NumPy's that a pickle describes piece by piece.
final class NumPyArray {
  /// Its tensor, or what else it turned out to hold; nil until its facts have come.
  var value: CheckpointValue?

  init(_ value: CheckpointValue? = nil) { self.value = value }
}

/// What an array of NumPy's consists of: "f4", numbers of four bytes.
final class NumPyType {
  /// Which index moves fastest through memory.
  enum Order {
    /// The last: C's.
    case rows
    /// The first: Fortran's.
    case columns
  }

  private let code: String
  var isBigEndian = false

  init(_ code: String) { self.code = code }

  /// A tensor of a copy of the bytes; text and the like are named and not kept.
  func value(
    _ shape: [Int], order: Order, _ bytes: Data, _ malformed: (String) -> FileError
  ) throws -> CheckpointValue {
    guard let dtype else { return .object("numpy.ndarray of \(code)") }
    guard !isBigEndian || dtype.size == 1 else { throw malformed("an array of big-endian numbers") }
    let count = shape.reduce((dtype.size, shape.contains { $0 < 0 })) { product, size in
      let (next, overflow) = product.0.multipliedReportingOverflow(by: size)
      return (next, product.1 || overflow)
    }
    guard !count.1, count.0 == bytes.count else {
      throw malformed("an array of shape \(shape) does not take \(bytes.count) bytes")
    }
    return try withTorchErrors {
      bytes.withUnsafeBytes { bytes in
        switch order {
        case .rows: .tensor(Tensor.fromBytes(bytes, shape: shape, dtype: dtype, device: .cpu))
        case .columns:
          .tensor(
            Tensor.fromBytes(bytes, shape: shape.reversed(), dtype: dtype, device: .cpu)
              .permute(Array(shape.indices.reversed())).contiguous())
        }
      }
    }
  }

  private var dtype: DType? {
    switch code {
    case "f2": .float16
    case "f4": .float32
    case "f8": .float64
    case "i1": .int8
    case "i2": .int16
    case "i4": .int32
    case "i8": .int64
    case "u1": .uint8
    case "b1": .bool
    default: nil
    }
  }
}
