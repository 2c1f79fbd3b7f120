import Foundation

/// TensorBoard's event files: TFRecords of Event messages, of which scalars are read, old (simple_value) and new (tensor).
///
/// A record whose data fail their checksum is passed over; behind a length that fails its own nothing can be read.
struct EventRecords: LogDecoder {
  private static let headerSize = 12
  /// Records of more bytes hold pictures: passed over.
  private static let limit = 16 << 20

  private var message = EventMessage()
  /// The start of a record that is not complete.
  private var torn: [UInt8] = []
  private var bytesToPassOver = 0
  private var isStopped = false
  /// Whether reading began in the middle, and no record was found yet.
  private var isSeeking = false

  mutating func read(_ bytes: UnsafeRawBufferPointer, into batch: inout LogBatch) {
    if isSeeking { return seek(in: torn + bytes, into: &batch) }
    var rest = bytes
    while !rest.isEmpty, !isStopped {
      if bytesToPassOver > 0 {
        let count = min(bytesToPassOver, rest.count)
        bytesToPassOver -= count
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      } else if torn.isEmpty, let size = recordSize(rest, &batch), rest.count >= size {
        readRecord(UnsafeRawBufferPointer(rebasing: rest[..<size]), into: &batch)
        rest = UnsafeRawBufferPointer(rebasing: rest[size...])
      } else if !isStopped, bytesToPassOver == 0 {
        complete(with: &rest, into: &batch)
      }
    }
  }

  mutating func finish(into batch: inout LogBatch) {}

  mutating func beginInTheMiddle(head: UnsafeRawBufferPointer, batch: inout LogBatch) { isSeeking = true }

  /// Reads on from the first record among the bytes; without one the last of them may be the beginning of its header.
  private mutating func seek(in bytes: [UInt8], into batch: inout LogBatch) {
    bytes.withUnsafeBytes { bytes in
      let ends = max(bytes.count - Self.headerSize + 1, 0)
      guard let start = (0..<ends).first(where: { Self.isHeader(bytes[$0..<$0 + Self.headerSize]) }) else {
        torn = Array(bytes[ends...])
        return
      }
      isSeeking = false
      torn = []
      read(UnsafeRawBufferPointer(rebasing: bytes[start...]), into: &batch)
    }
  }

  private static func isHeader(_ bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
    let header = UnsafeRawBufferPointer(rebasing: bytes)
    let length = UInt64(littleEndian: header.loadUnaligned(as: UInt64.self))
    guard length > 0, length <= UInt64(limit) else { return false }
    let checksum = UInt32(littleEndian: header.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
    return checksum == RecordChecksum.masked(of: header[..<8])
  }

  /// Bytes of the record that begins here; nil where its header is not complete, or wrong.
  @inline(__always)
  private mutating func recordSize(_ bytes: UnsafeRawBufferPointer, _ batch: inout LogBatch) -> Int? {
    guard bytes.count >= Self.headerSize else { return nil }
    let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    let checksum = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
    guard checksum == RecordChecksum.masked(of: bytes[..<8]), length < 1 << 48 else {
      isStopped = true
      batch.reject(bytes, .wrongLength)
      return nil
    }
    let size = Self.headerSize + Int(length) + 4
    guard size <= Self.limit else {
      bytesToPassOver = size
      return nil
    }
    return size
  }

  /// Adds bytes to a record that is not complete, as many as it lacks.
  private mutating func complete(with rest: inout UnsafeRawBufferPointer, into batch: inout LogBatch) {
    var wanted = Self.headerSize
    if torn.count >= wanted {
      guard let size = torn.withUnsafeBytes({ recordSize($0, &batch) }) else {
        bytesToPassOver = max(bytesToPassOver - torn.count, 0)
        torn = []
        return
      }
      wanted = size
    }
    let count = min(wanted - torn.count, rest.count)
    torn.append(contentsOf: rest[..<count])
    rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    guard wanted > Self.headerSize, torn.count == wanted else { return }
    let record = torn
    torn.removeAll(keepingCapacity: record.count < 1 << 16)
    record.withUnsafeBytes { readRecord($0, into: &batch) }
  }

  @inline(__always)
  private mutating func readRecord(_ record: UnsafeRawBufferPointer, into batch: inout LogBatch) {
    let data = UnsafeRawBufferPointer(rebasing: record[Self.headerSize..<record.count - 4])
    let checksum = record.loadUnaligned(fromByteOffset: record.count - 4, as: UInt32.self)
    guard UInt32(littleEndian: checksum) == RecordChecksum.masked(of: data) else {
      return batch.reject(data, .wrongChecksum)
    }
    message.read(data, into: &batch)
  }
}
