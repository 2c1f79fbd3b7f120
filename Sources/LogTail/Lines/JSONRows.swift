import Foundation
import JSON

/// One JSON object a line; objects inside are flattened, lists and words passed over.
struct JSONRows<Dialect: RecordDialect>: LineFormat {
  static var hasHeader: Bool { false }

  private var dialect: Dialect
  private var keys = KeyTable()
  private var record = RecordInMaking()
  /// The entry read last.
  private var previous = 0

  init(_ dialect: Dialect) { self.dialect = dialect }

  func isWhole(_ line: UnsafeRawBufferPointer) -> Bool {
    line.last { $0 > 0x20 } == UInt8(ascii: "}")
  }

  mutating func read(_ line: UnsafeRawBufferPointer, into batch: inout LogBatch) {
    record.begin(in: batch)
    previous = 0
    var cursor = JSONCursor(line)
    cursor.skipSpace()
    guard object(&cursor, parent: 0, depth: 0, into: &batch), isAtEnd(&cursor) else {
      record.abandon(in: &batch)
      return batch.reject(line, .notJSON)
    }
    chooseStep(&batch)
    record.end(placedBy: &dialect, in: &batch)
  }

  private func isAtEnd(_ cursor: inout JSONCursor) -> Bool {
    cursor.skipSpace()
    return cursor.isAtEnd
  }

  private mutating func object(
    _ cursor: inout JSONCursor, parent: Int, depth: Int, into batch: inout LogBatch
  ) -> Bool {
    guard depth < JSONCursor.deepest, cursor.take(UInt8(ascii: "{")) else { return false }
    cursor.skipSpace()
    if cursor.take(UInt8(ascii: "}")) { return true }
    repeat {
      cursor.skipSpace()
      guard let entry = key(&cursor, parent: parent) else { return false }
      cursor.skipSpace()
      guard cursor.take(UInt8(ascii: ":")) else { return false }
      cursor.skipSpace()
      guard value(&cursor, of: entry, depth: depth, into: &batch) else { return false }
      cursor.skipSpace()
    } while cursor.take(UInt8(ascii: ","))
    return cursor.take(UInt8(ascii: "}"))
  }

  @inline(__always)
  private mutating func key(_ cursor: inout JSONCursor, parent: Int) -> Int? {
    if cursor.byte == UInt8(ascii: "\""),
      let entry = keys.predicted(
        after: previous, parent: parent, at: cursor.position + 1, count: cursor.remaining - 1)
    {
      cursor.advance(keys.entries[entry].bytes.count + 2)
      previous = entry
      return entry
    }
    guard let bytes = cursor.string() else { return nil }
    let entry = keys.index(of: bytes, parent: parent, after: previous) {
      parent == 0 ? dialect.role(of: JSONText.unescaped(bytes)) : .scalar
    }
    if entry != 0 { previous = entry }
    return entry
  }

  @inline(__always)
  private mutating func value(
    _ cursor: inout JSONCursor, of entry: Int, depth: Int, into batch: inout LogBatch
  ) -> Bool {
    switch cursor.byte {
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "N"), UInt8(ascii: "I"):
      guard let number = cursor.number() else { return false }
      if entry != 0 { take(number.value, number.integer, of: entry, into: &batch) }
      return true
    case UInt8(ascii: "{"):
      guard entry != 0 else { return cursor.skipValue(depth: depth) }
      return object(&cursor, parent: entry, depth: depth + 1, into: &batch)
    case UInt8(ascii: "\""):
      guard let bytes = cursor.string() else { return false }
      if keys.entries[entry].role == .mode {
        record.marks.phase = LogRecord.Phase(word: JSONText.unescaped(bytes))
      }
      return true
    case UInt8(ascii: "["):
      guard entry != 0, let measures = measures(of: entry) else { return cursor.skipValue(depth: depth) }
      return list(&cursor, named: measures, of: entry, into: &batch)
    default: return cursor.skipValue(depth: depth)
    }
  }

  /// What the numbers of a list are, where its name says it: COCO's twelve results.
  private func measures(of entry: Int) -> [StaticString]? {
    keys.source(of: entry).withUnsafeBytes(COCOResults.measures)
  }

  private mutating func list(
    _ cursor: inout JSONCursor, named measures: [StaticString], of entry: Int, into batch: inout LogBatch
  ) -> Bool {
    let start = cursor
    guard cursor.skipValue() else { return false }
    var inside = start
    inside.advance(1)
    for measure in measures {
      inside.skipSpace()
      guard let number = inside.number() else { break }
      let index = measure.withUTF8Buffer { keys.index(of: $0, parent: entry, after: previous) { .scalar } }
      previous = index
      if index != 0 { take(number.value, number.integer, of: index, into: &batch) }
      inside.skipSpace()
      guard inside.take(UInt8(ascii: ",")) else { break }
    }
    return true
  }

  @inline(__always)
  private mutating func take(_ value: Double, _ integer: Int64, of entry: Int, into batch: inout LogBatch) {
    let role = keys.entries[entry].role
    if role != .scalar { record.marks.take(value, Int(integer), as: role, at: batch.values.count) }
    if role == .step || role == .clock { return }
    if keys.entries[entry].name < 0 { name(entry, in: &batch) }
    if keys.entries[entry].isEvaluation { record.isEvaluation = true }
    batch.values.append(LogValue(name: keys.entries[entry].name, value: value))
  }

  private mutating func name(_ entry: Int, in batch: inout LogBatch) {
    var parts: [String] = []
    var part = entry
    while part > 0 {
      parts.append(keys.source(of: part).withUnsafeBufferPointer(JSONText.unescaped))
      part = keys.entries[part].parent
    }
    let name = Dialect.scalarName(
      parts.reversed().joined(separator: isMeasure(entry) ? "_" : Dialect.separator))
    keys.entries[entry].name = batch.names.count
    keys.entries[entry].isEvaluation = name.isEvaluation
    batch.names.append(name)
  }

  /// Whether an entry is a number of a list.
  private func isMeasure(_ entry: Int) -> Bool { measures(of: keys.entries[entry].parent) != nil }

  /// The first record that could have a step decides which member it is in the whole file.
  private mutating func chooseStep(_ batch: inout LogBatch) {
    guard let candidate = record.marks.candidate else { return }
    record.marks.step = candidate.step
    record.marks.exactStep = candidate.exactStep
    let name = batch.values.remove(at: candidate.value).name
    dialect.choose(step: batch.names[name].original)
    for index in keys.entries.indices {
      guard case .stepCandidate(let rank) = keys.entries[index].role else { continue }
      let other: MemberRole = rank == StepName.epochRank ? .epoch : .scalar
      keys.entries[index].role = keys.entries[index].name == name ? .step : other
    }
  }
}

/// Strings of JSON as they are written.
enum JSONText {
  /// The string of these bytes, escapes resolved.
  static func unescaped(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    guard bytes.contains(UInt8(ascii: "\\")) else { return String(decoding: bytes, as: UTF8.self) }
    let text = "\"" + String(decoding: bytes, as: UTF8.self) + "\""
    return (try? JSONParser().parse(text).string()) ?? text
  }
}
