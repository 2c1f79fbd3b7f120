/// Lets records through whose lines have been seen three times in one shape: a log repeats itself, other text does not.
struct ShapeGate {
  private static let repetitions = 3
  /// Shapes that are told apart; a text with more of them is none of a trainer.
  private static let capacity = 256

  private struct Waiting {
    let record: LogRecord
    let values: [LogValue]
    let isEvaluation: Bool
  }

  private var waiting: [Int: [Waiting]] = [:]
  private var known: Set<Int> = []

  /// Takes a record whose values end the batch; hands it on, and those that waited for it, or keeps it waiting.
  mutating func take(
    _ record: LogRecord, shape: Int, isEvaluation: Bool, in batch: inout LogBatch,
    _ body: (LogRecord, Bool, inout LogBatch) -> Void
  ) {
    if known.contains(shape) { return body(record, isEvaluation, &batch) }
    let one = Waiting(record: record, values: Array(batch.values[record.values]), isEvaluation: isEvaluation)
    batch.values.removeSubrange(record.values)
    guard waiting.count < Self.capacity || waiting[shape] != nil else { return }
    waiting[shape, default: []].append(one)
    guard let those = waiting[shape], those.count == Self.repetitions else { return }
    waiting[shape] = nil
    known.insert(shape)
    for one in those {
      let start = batch.values.count
      batch.values += one.values
      body(one.record.holding(start..<batch.values.count), one.isEvaluation, &batch)
    }
  }
}

extension LogRecord {
  /// The record with its values elsewhere in the batch.
  fileprivate func holding(_ values: Range<Int>) -> LogRecord {
    LogRecord(
      step: step, writtenStep: writtenStep, stepFraction: stepFraction, epoch: epoch, time: time,
      phase: phase,
      values: values)
  }
}
