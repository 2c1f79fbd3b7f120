import Foundation

/// Hugging Face's trainer_state.json: the whole history so far in `log_history`, the file written anew each time.
///
/// What stands before damage is read: a file is seen half-written now and then.
struct TrainerState: LogDecoder {
  /// Files of more bytes are not read to their end.
  private static let limit = 256 << 20

  private var document: [UInt8] = []
  private var rows = JSONRows(TrainerHistory())

  mutating func read(_ bytes: UnsafeRawBufferPointer, into batch: inout LogBatch) {
    document.append(contentsOf: bytes.prefix(Self.limit - document.count))
    let isComplete = document.withUnsafeBytes { bytes in
      guard bytes.last(where: { $0 > 0x20 }) == UInt8(ascii: "}"), let object = Self.object(in: bytes) else {
        return false
      }
      var cursor = JSONCursor(object)
      guard cursor.skipValue() else { return false }
      cursor.skipSpace()
      return cursor.isAtEnd
    }
    if isComplete { finish(into: &batch) }
  }

  mutating func finish(into batch: inout LogBatch) {
    let document = document
    self.document = []
    document.withUnsafeBytes { bytes in
      guard let object = Self.object(in: bytes) else { return }
      if !readObject(object, into: &batch) { batch.reject(object, .notJSON) }
    }
  }

  private static func object(in bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    bytes.firstIndex(of: UInt8(ascii: "{")).map { UnsafeRawBufferPointer(rebasing: bytes[$0...]) }
  }

  mutating func beginInTheMiddle(head: UnsafeRawBufferPointer, batch: inout LogBatch) {}

  private mutating func readObject(_ object: UnsafeRawBufferPointer, into batch: inout LogBatch) -> Bool {
    var cursor = JSONCursor(object)
    cursor.advance(1)
    repeat {
      cursor.skipSpace()
      guard let key = cursor.string() else { return false }
      cursor.skipSpace()
      guard cursor.take(UInt8(ascii: ":")) else { return false }
      cursor.skipSpace()
      let isHistory = key.elementsEqual("log_history".utf8) && cursor.take(UInt8(ascii: "["))
      guard isHistory ? readHistory(&cursor, into: &batch) : cursor.skipValue() else { return false }
      cursor.skipSpace()
    } while cursor.take(UInt8(ascii: ","))
    return cursor.take(UInt8(ascii: "}"))
  }

  private mutating func readHistory(_ cursor: inout JSONCursor, into batch: inout LogBatch) -> Bool {
    cursor.skipSpace()
    if cursor.take(UInt8(ascii: "]")) { return true }
    repeat {
      cursor.skipSpace()
      let start = cursor.position
      guard cursor.skipValue() else { return false }
      rows.read(UnsafeRawBufferPointer(start: start, count: cursor.position - start), into: &batch)
      cursor.skipSpace()
    } while cursor.take(UInt8(ascii: ","))
    return cursor.take(UInt8(ascii: "]"))
  }
}

/// The records of a trainer's history.
struct TrainerHistory: RecordDialect {
  static let separator = "/"
  private var lastStep = 0

  func role(of name: String) -> MemberRole {
    switch name {
    case "step": .step
    case "epoch": .epoch
    default: .scalar
    }
  }

  mutating func place(_ marks: RecordMarks) -> RecordPlace? {
    lastStep = marks.step ?? lastStep
    return RecordPlace(step: lastStep, phase: .training)
  }
}

extension LogFormat {
  /// Hugging Face's Trainer: `trainer_state.json`.
  public static let huggingFace = LogFormat(
    "huggingface", growth: .replaced, entry: .start, usualNames: ["trainer_state.json"],
    place: RunPlace.checkpointsFolder,
    recognises: { $0.isObject && $0.bytes.firstOffset(of: #""log_history""#) != nil },
    decoder: { _ in TrainerState() })
}
