import Events

/// What a portion of a log holds, in flat columns: nothing is allocated for a record.
public struct LogBatch: Sendable {
  /// Every scalar's name met so far in the file; values point here. It only grows.
  public internal(set) var names: [ScalarName] = []
  /// The records, in order.
  public internal(set) var records: [LogRecord] = []
  /// The values of all records, one record's after another's.
  public internal(set) var values: [LogValue] = []
  /// The results of evaluations, in order.
  public internal(set) var evaluations: [LoggedEvaluation] = []
  /// Lines of text that are for people to read.
  public internal(set) var lines: [LogLine] = []
  /// What the steps of the file count, as far as it has been read.
  public internal(set) var axis = StepAxis.steps
  /// Training instances of classes by name, where the log lists them.
  public internal(set) var instances: [String: Int] = [:]
  /// Records that could not be read.
  public internal(set) var badRecords = 0
  /// The last of them.
  public internal(set) var lastBadRecord: BadRecord?

  /// The values of a record.
  public func values(of record: LogRecord) -> ArraySlice<LogValue> { values[record.values] }

  /// Forgets everything but the names, and what the steps count.
  mutating func clear() {
    records.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    evaluations.removeAll()
    lines.removeAll()
    instances.removeAll()
    badRecords = 0
    lastBadRecord = nil
  }

  /// Counts a record that could not be read.
  mutating func reject(_ bytes: UnsafeRawBufferPointer, _ reason: BadRecord.Reason) {
    badRecords += 1
    lastBadRecord = BadRecord(reason: reason, bytes: bytes)
  }
}

/// The scalars a trainer logged at once.
public struct LogRecord: Sendable, Equatable {
  /// Training steps done, in the units of the file's axis; where a file counts epochs beside steps, the step of the
  /// training record before.
  public let step: Int
  /// The step as the file has it, cut to an integer: an epoch, where it counts those.
  public let writtenStep: Int
  /// What the cut took off: 0 of whole steps.
  public let stepFraction: Double
  /// Epochs done; NaN where unknown.
  public let epoch: Double
  /// Seconds since 1970; NaN where unknown.
  public let time: Double
  /// What the run was doing.
  public let phase: Phase
  /// Where its values are in the batch.
  public let values: Range<Int>

  /// What a run does when it logs.
  public enum Phase: Sendable { case training, validation }
}

/// One scalar of a record.
public struct LogValue: Sendable, Equatable {
  /// The index of its name.
  public let name: Int
  /// The value as the file has it; NaN and infinities are values too.
  public let value: Double
}

/// A line of a run's text log.
public struct LogLine: Sendable, Equatable {
  /// The longest text that is kept of a line, in bytes.
  static let limit = 4096

  /// The text, without colours; what is no UTF-8 is replaced.
  public let text: String

  /// A line of these bytes.
  init(_ bytes: UnsafeRawBufferPointer) {
    let bytes = UnsafeRawBufferPointer(rebasing: bytes.prefix(Self.limit))
    text =
      ANSIText.contains(in: bytes)
      ? String(decoding: ANSIText.removed(from: bytes), as: UTF8.self)
      : String(decoding: bytes, as: UTF8.self)
  }
}

/// A record that could not be read.
public struct BadRecord: Sendable, Equatable {
  /// What is wrong with it.
  public let reason: Reason
  /// How it begins; what is no UTF-8 is replaced.
  public let text: String

  init(reason: Reason, bytes: UnsafeRawBufferPointer) {
    self.reason = reason
    text = String(decoding: bytes.prefix(200), as: UTF8.self)
  }

  /// What is wrong with a record.
  public enum Reason: String, Sendable {
    case notJSON = "not a JSON object"
    case notARow = "not a row of the table"
    case tooLong = "longer than 8 MB: passed over"
    case wrongChecksum = "its checksum is wrong: passed over"
    case wrongLength = "the checksum of its length is wrong: nothing behind it can be read"
    case notAnEvent = "not an event"
  }
}
