/// The fields of a protocol buffer's message, one after the other.
struct ProtobufFields {
  /// A field's value as it is on the wire.
  enum Value {
    case varint(UInt64)
    case fixed64(UInt64)
    case fixed32(UInt32)
    case bytes(UnsafeRawBufferPointer)
  }

  private let message: UnsafeRawBufferPointer
  private var position = 0
  /// Whether the message is not one.
  private(set) var isBroken = false

  init(_ message: UnsafeRawBufferPointer) { self.message = message }

  /// The next field; nil at the end, and where the message is broken.
  @inline(__always)
  mutating func next() -> (number: Int, value: Value)? {
    guard position < message.count, let key = varint() else { return nil }
    let number = Int(truncatingIfNeeded: key >> 3)
    switch key & 7 {
    case 0: return varint().map { (number, .varint($0)) }
    case 1: return fixed(UInt64.self).map { (number, .fixed64($0)) }
    case 2:
      guard let length = varint(), length <= UInt64(message.count - position) else { return broken() }
      let bytes = UnsafeRawBufferPointer(rebasing: message[position..<position + Int(length)])
      position += Int(length)
      return (number, .bytes(bytes))
    case 5: return fixed(UInt32.self).map { (number, .fixed32($0)) }
    default: return broken()
    }
  }

  @inline(__always)
  private mutating func varint() -> UInt64? {
    var result: UInt64 = 0, shift: UInt64 = 0
    while position < message.count, shift < 64 {
      let byte = message[position]
      position += 1
      result |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return result }
      shift += 7
    }
    return broken()
  }

  @inline(__always)
  private mutating func fixed<Number: FixedWidthInteger>(_: Number.Type) -> Number? {
    guard message.count - position >= MemoryLayout<Number>.size else { return broken() }
    defer { position += MemoryLayout<Number>.size }
    return Number(littleEndian: message.loadUnaligned(fromByteOffset: position, as: Number.self))
  }

  private mutating func broken<Nothing>() -> Nothing? {
    isBroken = true
    position = message.count
    return nil
  }
}
