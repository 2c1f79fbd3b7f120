/// What a run came through, in the order in which its log tells of it: its evaluations, and its restarts, which leave
/// those that they went back behind on a branch that was given up.
public struct RunCourse: Sendable {
  /// The evaluations in the order of the log.
  public private(set) var evaluations: [LoggedEvaluation] = []
  /// Where the run began again at an earlier step.
  public private(set) var restarts = Restarts()
  /// Restarts since they were taken last.
  private var newRestarts: [Restarts.Restart] = []
  /// Whether the log tells AP.
  private(set) var hasPrecision = false
  /// Whether an evaluation that may have been said turned out to be of another step.
  private(set) var hasMovedEvaluation = false
  /// How many evaluations of the batch that is being taken in have been.
  private var taken = 0

  /// A run of which nothing was read.
  public init() {}

  /// Takes in a batch.
  /// - Parameter scalar: which of the run's scalars the first value of a record is.
  public mutating func take(_ batch: LogBatch, scalar: (LogRecord, LogValue) -> Int) {
    for (place, record) in batch.records.enumerated() {
      guard let first = batch.values(of: record).first else { continue }
      take(record, at: place, of: batch, scalar: scalar(record, first))
    }
    end(batch)
  }

  /// Takes in a record of a batch, by the first of its scalars, and the evaluations told before it.
  @inline(__always)
  mutating func take(_ record: LogRecord, at place: Int, of batch: LogBatch, scalar: Int) {
    if taken < batch.evaluations.count { takeEvaluations(of: batch, before: place) }
    if let restart = restarts.take(step: record.step, scalar: scalar) { goBack(by: restart) }
  }

  /// Takes in what is left of a batch behind its records.
  mutating func end(_ batch: LogBatch) {
    takeEvaluations(of: batch, before: .max)
    taken = 0
  }

  private mutating func takeEvaluations(of batch: LogBatch, before place: Int) {
    while taken < batch.evaluations.count, batch.evaluations[taken].recordsBefore <= place {
      let last = evaluations.last?.step, count = evaluations.count
      evaluations.take(batch.evaluations[taken])
      if evaluations.count == count, evaluations.last?.step != last { hasMovedEvaluation = true }
      hasPrecision = hasPrecision || batch.evaluations[taken].hasPrecision
      taken += 1
    }
  }

  /// What the older branch of the run was evaluated at stays, as that.
  private mutating func goBack(by restart: Restarts.Restart) {
    newRestarts.append(restart)
    for index in evaluations.indices where evaluations[index].step >= restart.start {
      evaluations[index].isAbandoned = true
    }
  }

  /// Takes in the results that the run's text logs tell, where its own log tells none.
  /// - Parameter lastStep: the last of training.
  public mutating func joinResults(of run: LogRun, lastStep: Int) {
    evaluations = run.joined(evaluations, lastStep: lastStep)
  }

  /// Told that the evaluations are said as they stand.
  mutating func settleEvaluations() { hasMovedEvaluation = false }

  /// Hands over the restarts since the last call.
  mutating func takeRestarts() -> [Restarts.Restart] {
    defer { newRestarts = [] }
    return newRestarts
  }
}
