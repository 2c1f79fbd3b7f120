import Foundation
import JSON

/// W&B's offline files: the history's records (wandb_internal.proto), and what the run printed.
struct HistoryRecords: LogDecoder {
  private var blocks = ChunkBlocks()
  private var rows = JSONRows(WeightsAndBiases())

  mutating func read(_ bytes: UnsafeRawBufferPointer, into batch: inout LogBatch) {
    var rows = rows
    blocks.read(bytes, batch: &batch) { record, batch in Self.read(record, by: &rows, into: &batch) }
    self.rows = rows
  }

  mutating func finish(into batch: inout LogBatch) {}

  mutating func beginInTheMiddle(head: UnsafeRawBufferPointer, batch: inout LogBatch) {
    blocks.beginInTheMiddle()
  }

  private static func read(
    _ record: UnsafeRawBufferPointer, by rows: inout JSONRows<WeightsAndBiases>, into batch: inout LogBatch
  ) {
    var fields = ProtobufFields(record)
    while let (number, value) = fields.next() {
      switch (number, value) {
      case (2, .bytes(let history)):
        line(of: history).withUnsafeBytes { rows.read($0, into: &batch) }
      case (4, .bytes(let output)), (13, .bytes(let output)): addOutput(output, to: &batch)
      default: break
      }
    }
    if fields.isBroken { batch.reject(record, .notAnEvent) }
  }

  /// A step of the history as an object: its values are JSON already.
  private static func line(of history: UnsafeRawBufferPointer) -> [UInt8] {
    var line: [UInt8] = [UInt8(ascii: "{")]
    var fields = ProtobufFields(history)
    var step: UInt64?
    var hasStep = false
    while let (number, value) = fields.next() {
      guard case .bytes(let bytes) = value else { continue }
      switch number {
      case 1:
        guard let item = HistoryItem(bytes) else { continue }
        hasStep = hasStep || item.key == "_step"
        item.append(to: &line)
      case 2: step = HistoryItem.step(bytes)
      default: break
      }
    }
    if !hasStep, let step { line += Array("\"_step\":\(step),".utf8) }
    if line.last == UInt8(ascii: ",") { line.removeLast() }
    return line + [UInt8(ascii: "}")]
  }

  private static func addOutput(_ output: UnsafeRawBufferPointer, to batch: inout LogBatch) {
    var fields = ProtobufFields(output)
    while let (number, value) = fields.next() {
      guard number == 3, case .bytes(let text) = value else { continue }
      for line in text.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
        batch.lines.append(LogLine(UnsafeRawBufferPointer(rebasing: line)))
      }
    }
  }
}

/// One value of a step of the history.
struct HistoryItem {
  let key: String
  private let json: UnsafeRawBufferPointer

  /// The item of a message; nil for pictures and the like, which are objects with a `_type`.
  init?(_ message: UnsafeRawBufferPointer) {
    var fields = ProtobufFields(message)
    var parts: [String] = []
    var json: UnsafeRawBufferPointer?
    while let (number, value) = fields.next() {
      guard case .bytes(let bytes) = value else { continue }
      switch number {
      case 1: parts = [String(decoding: bytes, as: UTF8.self)]
      case 2: parts.append(String(decoding: bytes, as: UTF8.self))
      case 16: json = bytes
      default: break
      }
    }
    guard let json, !parts.isEmpty, json.firstOffset(of: #""_type""#) == nil else { return nil }
    key = parts.joined(separator: WeightsAndBiases.separator)
    self.json =
      Self.numbersAsWords.contains(where: json.elementsEqual)
      ? UnsafeRawBufferPointer(rebasing: json[1..<json.count - 1]) : json
  }

  private static let numbersAsWords = [#""NaN""#, #""Infinity""#, #""-Infinity""#].map { Array($0.utf8) }

  func append(to line: inout [UInt8]) {
    var writer = JSONWriter()
    writer.value(key)
    line += writer.bytes
    line.append(UInt8(ascii: ":"))
    line += json
    line.append(UInt8(ascii: ","))
  }

  /// The number in a HistoryStep message.
  static func step(_ message: UnsafeRawBufferPointer) -> UInt64 {
    var fields = ProtobufFields(message)
    while let (number, value) = fields.next() {
      if number == 1, case .varint(let step) = value { return step }
    }
    return 0
  }
}
