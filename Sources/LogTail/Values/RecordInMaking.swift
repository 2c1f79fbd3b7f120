/// A record while its members are read: its values stand at the end of the batch already.
struct RecordInMaking: Sendable {
  var marks = RecordMarks()
  /// Whether one of its values belongs to an evaluation.
  var isEvaluation = false
  private var start = 0

  @inline(__always)
  mutating func begin(in batch: LogBatch) {
    marks = RecordMarks()
    isEvaluation = false
    start = batch.values.count
  }

  /// Takes back what was read of it.
  func abandon(in batch: inout LogBatch) { batch.values.removeSubrange(start...) }

  mutating func end(placedBy dialect: inout some RecordDialect, in batch: inout LogBatch) {
    guard let place = dialect.place(marks) else { return abandon(in: &batch) }
    if batch.axis != dialect.axis { batch.axis = dialect.axis }
    end(at: place, in: &batch)
  }

  func end(at place: RecordPlace, in batch: inout LogBatch) {
    guard batch.values.count > start else { return }
    let record = LogRecord(
      step: place.step, writtenStep: place.writtenStep, stepFraction: place.stepFraction,
      epoch: marks.epoch, time: marks.time,
      phase: place.phase, values: start..<batch.values.count)
    batch.records.append(record)
    if isEvaluation || place.phase == .validation {
      batch.evaluations += LoggedEvaluation.all(of: record, in: batch)
    }
  }
}

extension RecordMarks {
  /// The best of the members that may be the step, and where its value is in the batch.
  struct Candidate: Sendable {
    let rank: Int
    let step: Int
    let exactStep: Double
    let value: Int
  }

  /// Takes the value of a member that is no mere scalar; as a value it will stand there in the batch.
  mutating func take(_ value: Double, _ integer: Int, as role: MemberRole, at index: Int) {
    switch role {
    case .scalar, .mode: break
    case .step: if !value.isNaN { (step, exactStep) = (integer, value) }
    case .stepCandidate(let rank):
      if rank == StepName.epochRank { epoch = value }
      if rank < candidate?.rank ?? .max {
        candidate = Candidate(rank: rank, step: integer, exactStep: value, value: index)
      }
    case .epoch: epoch = value
    case .iteration: iteration = integer
    case .time, .clock: time = value
    case .trainingSign: hasTrainingSign = true
    }
  }
}
