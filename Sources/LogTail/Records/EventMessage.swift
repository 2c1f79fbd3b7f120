import Foundation

/// TensorBoard's Event message (event.proto, summary.proto): the scalars of a step.
struct EventMessage {
  private var keys = KeyTable()
  private var record = RecordInMaking()
  private var previous = 0

  /// Reads the scalars of an event; pictures, histograms, graphs and words are none.
  mutating func read(_ event: UnsafeRawBufferPointer, into batch: inout LogBatch) {
    var fields = ProtobufFields(event)
    var step = 0
    var summaries: (first: UnsafeRawBufferPointer?, others: [UnsafeRawBufferPointer]) = (nil, [])
    record.begin(in: batch)
    while let (number, value) = fields.next() {
      switch (number, value) {
      case (1, .fixed64(let bits)): record.marks.time = Double(bitPattern: bits)
      case (2, .varint(let bits)): step = Int(truncatingIfNeeded: bits)
      case (5, .bytes(let bytes)):
        if summaries.first == nil { summaries.first = bytes } else { summaries.others.append(bytes) }
      default: break
      }
    }
    var isRead = !fields.isBroken
    if let first = summaries.first { isRead = readSummary(first, into: &batch) && isRead }
    for other in summaries.others { isRead = readSummary(other, into: &batch) && isRead }
    guard isRead else {
      record.abandon(in: &batch)
      return batch.reject(event, .notAnEvent)
    }
    record.end(at: RecordPlace(step: step, phase: .training), in: &batch)
  }

  private mutating func readSummary(_ summary: UnsafeRawBufferPointer, into batch: inout LogBatch) -> Bool {
    var fields = ProtobufFields(summary)
    while let (number, value) = fields.next() {
      guard number == 1, case .bytes(let bytes) = value else { continue }
      guard readValue(bytes, into: &batch) else { return false }
    }
    return !fields.isBroken
  }

  private mutating func readValue(_ value: UnsafeRawBufferPointer, into batch: inout LogBatch) -> Bool {
    var fields = ProtobufFields(value)
    var tag: UnsafeRawBufferPointer?
    var scalar: Double?
    while let (number, value) = fields.next() {
      switch (number, value) {
      case (1, .bytes(let bytes)): tag = bytes
      case (2, .fixed32(let bits)): scalar = Double(Float(bitPattern: bits))
      case (8, .bytes(let bytes)): scalar = ScalarTensor(bytes)?.value
      default: break
      }
    }
    guard !fields.isBroken else { return false }
    guard let tag, let scalar else { return true }
    let entry = entry(of: tag.assumingMemoryBound(to: UInt8.self), in: &batch)
    guard entry != 0 else { return true }
    if keys.entries[entry].isEvaluation { record.isEvaluation = true }
    batch.values.append(LogValue(name: keys.entries[entry].name, value: scalar))
    return true
  }

  @inline(__always)
  private mutating func entry(of tag: UnsafeBufferPointer<UInt8>, in batch: inout LogBatch) -> Int {
    if let entry = keys.predicted(after: previous, key: tag) {
      previous = entry
      return entry
    }
    let entry = keys.index(of: tag, parent: 0, after: previous) { .scalar }
    previous = entry
    if entry != 0, keys.entries[entry].name < 0 {
      let name = ScalarName(String(decoding: tag, as: UTF8.self))
      keys.entries[entry].name = batch.names.count
      keys.entries[entry].isEvaluation = name.isEvaluation
      batch.names.append(name)
    }
    return entry
  }
}

/// A tensor of no dimensions (tensor.proto), as TF2 writes scalars.
struct ScalarTensor {
  let value: Double

  /// The number in a message; nil where the tensor has dimensions, or is of words.
  init?(_ message: UnsafeRawBufferPointer) {
    var fields = ProtobufFields(message)
    var type: UInt64 = 0
    var content: UnsafeRawBufferPointer?
    var listed: Double?
    /// A pattern of half precision: which one, the type says.
    var half: Double?
    while let (number, value) = fields.next() {
      switch (number, value) {
      case (1, .varint(let number)): type = number
      case (2, .bytes(let shape)): if Self.hasDimensions(shape) { return nil }
      case (4, .bytes(let bytes)): content = bytes
      case (13, _): half = Self.firstNumber(value, field: 7)
      case (5...17, _): listed = Self.firstNumber(value, field: number)
      default: break
      }
    }
    if let bits = half.flatMap({ UInt16(exactly: $0) }) { listed = Self.half(bits, type: type) }
    guard let number = content.flatMap({ $0.isEmpty ? nil : Self.number($0, type: type) }) ?? listed
    else { return nil }
    value = number
  }

  private static func hasDimensions(_ shape: UnsafeRawBufferPointer) -> Bool {
    var fields = ProtobufFields(shape)
    while let (number, _) = fields.next() {
      if number == 2 { return true }
    }
    return false
  }

  /// The first of a list of numbers, packed or not: float_val, double_val, int_val, int64_val, bool_val …
  private static func firstNumber(_ value: ProtobufFields.Value, field: Int) -> Double? {
    switch (field, value) {
    case (5, .bytes(let bytes)): number(bytes, type: 1)
    case (6, .bytes(let bytes)): number(bytes, type: 2)
    case (5, .fixed32(let bits)): Double(Float(bitPattern: bits))
    case (6, .fixed64(let bits)): Double(bitPattern: bits)
    case (7, .varint(let bits)), (10, .varint(let bits)), (11, .varint(let bits)):
      Double(Int64(truncatingIfNeeded: bits))
    case (16, .varint(let bits)), (17, .varint(let bits)): Double(bits)
    case (7, .bytes(let bytes)), (10, .bytes(let bytes)), (11, .bytes(let bytes)):
      packed(bytes).map { Double(Int64(truncatingIfNeeded: $0)) }
    case (16, .bytes(let bytes)), (17, .bytes(let bytes)): packed(bytes).map { Double($0) }
    default: nil
    }
  }

  private static func half(_ bits: UInt16, type: UInt64) -> Double {
    type == 14 ? Double(Float(bitPattern: UInt32(bits) << 16)) : Double(halfBits: bits)
  }

  private static func packed(_ bytes: UnsafeRawBufferPointer) -> UInt64? {
    var result: UInt64 = 0
    for (index, byte) in bytes.prefix(10).enumerated() {
      result |= UInt64(byte & 0x7F) << (7 * UInt64(index))
      if byte < 0x80 { return result }
    }
    return nil
  }

  /// The number in a tensor's content, by its DataType.
  private static func number(_ bytes: UnsafeRawBufferPointer, type: UInt64) -> Double? {
    func load<Number>(_: Number.Type) -> Number? {
      bytes.count >= MemoryLayout<Number>.size ? bytes.loadUnaligned(as: Number.self) : nil
    }
    switch type {
    case 1: return load(Float.self).map { Double($0) }
    case 2: return load(Double.self)
    case 3: return load(Int32.self).map { Double($0) }
    case 4, 10: return load(UInt8.self).map { Double($0) }
    case 5: return load(Int16.self).map { Double($0) }
    case 6: return load(Int8.self).map { Double($0) }
    case 9: return load(Int64.self).map { Double($0) }
    case 14: return load(UInt16.self).map { Double(Float(bitPattern: UInt32($0) << 16)) }
    case 17: return load(UInt16.self).map { Double($0) }
    case 19: return load(UInt16.self).map { Double(halfBits: $0) }
    case 22: return load(UInt32.self).map { Double($0) }
    case 23: return load(UInt64.self).map { Double($0) }
    default: return nil
    }
  }
}

extension Double {
  /// The number of a half-precision pattern (Float16 is not on every platform).
  init(halfBits bits: UInt16) {
    let sign: FloatingPointSign = bits >> 15 == 0 ? .plus : .minus
    let exponent = Int(bits >> 10 & 0x1F), fraction = Double(bits & 0x3FF) / 1024
    let magnitude: Double =
      switch exponent {
      case 0: fraction * 0x1p-14
      case 31: fraction == 0 ? .infinity : .nan
      default: Double(sign: .plus, exponent: exponent - 15, significand: 1 + fraction)
      }
    self = sign == .plus ? magnitude : -magnitude
  }
}
