import CLogBytes
import Foundation

/// W&B's file of records: LevelDB's log, blocks of 32 KiB with chunks of records, each with its checksum.
///
/// NOTE: the checksum is zlib's CRC-32 over type and data, not LevelDB's masked CRC-32C.
struct ChunkBlocks: Sendable {
  /// Bytes of a block.
  static let size = 32 << 10
  private static let headerSize = 7
  /// Records of more bytes hold no scalars: passed over.
  private static let limit = 16 << 20

  private enum ChunkKind: UInt8 { case full = 1, first, middle, last }

  /// Where in the file the waiting bytes begin.
  private var offset = 0
  private var waiting: [UInt8] = []
  /// The chunks so far of a record that is in several.
  private var record: [UInt8]?
  /// Whether the chunk before was damaged: then its length may be wrong too.
  private var isLost = false

  /// Told that the first bytes are those of a block, and not the file's first.
  mutating func beginInTheMiddle() { offset = Self.size }

  /// Takes in bytes and hands over the records they complete.
  mutating func read(
    _ bytes: UnsafeRawBufferPointer, batch: inout LogBatch,
    _ body: (UnsafeRawBufferPointer, inout LogBatch) -> Void
  ) {
    waiting.append(contentsOf: bytes)
    let all = waiting
    var position = 0
    all.withUnsafeBytes { bytes in
      while let size = step(UnsafeRawBufferPointer(rebasing: bytes[position...]), &batch, body) {
        offset += size
        position += size
      }
    }
    waiting = Array(all[position...])
  }

  /// Reads what stands here; returns how many bytes that was, nil where more must come first.
  private mutating func step(
    _ bytes: UnsafeRawBufferPointer, _ batch: inout LogBatch,
    _ body: (UnsafeRawBufferPointer, inout LogBatch) -> Void
  ) -> Int? {
    let left = Self.size - offset % Self.size
    // The file's own header is as long as a chunk's.
    let needed = min(left, Self.headerSize)
    guard bytes.count >= needed else { return nil }
    if offset == 0 || left < Self.headerSize { return needed }
    let length = Int(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt16.self)))
    guard let kind = ChunkKind(rawValue: bytes[6]), Self.headerSize + length <= left else {
      guard bytes.count >= left else { return nil }
      if bytes.prefix(left).contains(where: { $0 != 0 }) { loseTheWay(bytes, &batch) }
      isLost = false
      return left
    }
    guard bytes.count >= Self.headerSize + length else { return nil }
    let data = UnsafeRawBufferPointer(rebasing: bytes[Self.headerSize..<Self.headerSize + length])
    let checksum = UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self))
    guard checksum == tb_log_crc32(tb_log_crc32(0, bytes.baseAddress! + 6, 1), data.baseAddress, length)
    else {
      // Two in a row: the length was wrong as well, and only the next block's start is certain.
      if isLost && bytes.count < left { return nil }
      let size = isLost ? left : Self.headerSize + length
      loseTheWay(data, &batch)
      return size
    }
    isLost = false
    take(data, kind, &batch, body)
    return Self.headerSize + length
  }

  private mutating func loseTheWay(_ bytes: UnsafeRawBufferPointer, _ batch: inout LogBatch) {
    if !isLost { batch.reject(bytes, .wrongChecksum) }
    record = nil
    isLost = true
  }

  private mutating func take(
    _ data: UnsafeRawBufferPointer, _ kind: ChunkKind, _ batch: inout LogBatch,
    _ body: (UnsafeRawBufferPointer, inout LogBatch) -> Void
  ) {
    switch kind {
    case .full:
      record = nil
      body(data, &batch)
    case .first: record = Array(data)
    case .middle, .last:
      // Its start was damaged, or is too large.
      guard record != nil else { return }
      record?.append(contentsOf: data)
      if record!.count > Self.limit { record = nil }
      guard kind == .last, let complete = record else { return }
      record = nil
      complete.withUnsafeBytes { body($0, &batch) }
    }
  }
}
