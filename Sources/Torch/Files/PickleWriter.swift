/// Python's pickle protocol 2, of plain data and of tensors as torch.save refers to them.
struct PickleWriter {
  private(set) var bytes: [UInt8] = [0x80, 2]
  /// The tensors whose storages the pickle refers to by index: on the CPU, contiguous.
  private(set) var tensors: [Tensor] = []

  static func bytes(of value: CheckpointValue) -> PickleWriter {
    var writer = PickleWriter()
    writer.write(value)
    writer.append(".")
    return writer
  }

  private mutating func write(_ value: CheckpointValue) {
    switch value {
    case .none: append("N")
    case .bool(let value): bytes.append(value ? 0x88 : 0x89)
    case .integer(let value): write(value)
    case .number(let value):
      append("G")
      bytes += bigEndian(value.bitPattern)
    case .string(let value), .object(let value): write(value)
    case .tensor(let tensor): write(tensor)
    case .list(let values):
      append("](")
      values.forEach { write($0) }
      append("e")
    case .tuple(let values):
      append("(")
      values.forEach { write($0) }
      append("t")
    case .dictionary(let entries):
      append("}(")
      for (key, value) in entries {
        write(key)
        write(value)
      }
      append("u")
    }
  }

  /// torch._utils._rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks)
  private mutating func write(_ tensor: Tensor) {
    let stored = tensor.detach().to(.cpu).contiguous()
    global("torch._utils", "_rebuild_tensor_v2")
    append("((")
    write("storage")
    global("torch", stored.dtype.storageName)
    write(String(tensors.count))
    write("cpu")
    write(stored.count)
    append("tQ")
    write(0)
    write(.tuple(stored.shape.map { .integer($0) }))
    write(.tuple(stored.strides.map { .integer($0) }))
    write(.bool(false))
    global("collections", "OrderedDict")
    append(")RtR")
    tensors.append(stored)
  }

  private mutating func write(_ value: Int) {
    if let small = Int32(exactly: value) {
      append("J")
      bytes += littleEndian(UInt32(bitPattern: small))
    } else {
      bytes += [0x8a, 8] + littleEndian(UInt64(bitPattern: Int64(value)))
    }
  }

  private mutating func write(_ text: String) {
    append("X")
    bytes += littleEndian(UInt32(text.utf8.count)) + text.utf8
  }

  private mutating func global(_ module: String, _ name: String) { append("c\(module)\n\(name)\n") }

  private mutating func append(_ opcodes: String) { bytes += opcodes.utf8 }

  private func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  private func bigEndian(_ value: UInt64) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }
}

extension DType {
  /// The name of PyTorch's storage class.
  var storageName: String {
    switch self {
    case .uint8: "ByteStorage"
    case .int8: "CharStorage"
    case .int16: "ShortStorage"
    case .int32: "IntStorage"
    case .int64: "LongStorage"
    case .float16: "HalfStorage"
    case .float32: "FloatStorage"
    case .float64: "DoubleStorage"
    case .bool: "BoolStorage"
    case .bfloat16: "BFloat16Storage"
    }
  }

  init?(storageName: String) {
    guard let type = DType.allCases.first(where: { $0.storageName == storageName }) else { return nil }
    self = type
  }
}
