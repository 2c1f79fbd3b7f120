import Foundation

extension SafeTensors {
  private struct Header: Encodable {
    let dtype: String
    let shape: [Int]
    let offsets: [Int]

    enum CodingKeys: String, CodingKey {
      case dtype, shape
      case offsets = "data_offsets"
    }
  }

  /// Writes tensors row-major, from any device, one after the other in the order given, and waits until the disk has them.
  ///
  /// A failure leaves a partial file.
  public static func write(_ tensors: [NamedTensor], to url: URL) throws {
    var headers: [String: Header] = [:]
    var end = 0
    for (name, tensor) in tensors {
      let size = tensor.count * tensor.dtype.size
      headers[name] = Header(
        dtype: tensor.dtype.safetensorsName, shape: tensor.shape, offsets: [end, end + size])
      end += size
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var header = try encoder.encode(headers)
    // Numbers begin at a multiple of eight bytes.
    header += Data(repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
    try (withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) } + header).write(to: url)
    let file = try FileHandle(forWritingTo: url)
    defer { try? file.close() }
    try file.seekToEnd()
    for (_, tensor) in tensors {
      let bytes = try withTorchErrors {
        tensor.detach().to(.cpu).contiguous().withUnsafeBytes { Data($0) }
      }
      try file.write(contentsOf: bytes)
    }
    try file.synchronize()
  }
}

extension DType {
  /// The name in a safetensors header.
  var safetensorsName: String {
    switch self {
    case .uint8: "U8"
    case .int8: "I8"
    case .int16: "I16"
    case .int32: "I32"
    case .int64: "I64"
    case .float16: "F16"
    case .float32: "F32"
    case .float64: "F64"
    case .bfloat16: "BF16"
    case .bool: "BOOL"
    }
  }

  /// The type that a safetensors header names.
  init?(safetensors name: String) {
    guard let type = DType.allCases.first(where: { $0.safetensorsName == name }) else { return nil }
    self = type
  }
}
