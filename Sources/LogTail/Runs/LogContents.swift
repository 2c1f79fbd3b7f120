import Events

/// What a run's log holds so far: every point of every scalar, in the dashboard's units, and its evaluations.
public struct LogContents: Sendable {
  /// Text lines that are kept; older ones go.
  public static let lineCapacity = 10_000

  /// One scalar of a phase.
  public struct Series: Sendable {
    /// The trainer's name of it.
    public let name: ScalarName
    /// Its name here: unlike any other of the run.
    public let key: MetricKey
    /// What the run was doing when it was logged.
    public let phase: LogRecord.Phase
    /// Every point; AP and AR in 0–100, those without ground truth left out.
    public internal(set) var points = MetricSeries()
  }

  /// Which series the names of one file's batches are.
  public struct Source: Sendable {
    /// The series of each name, first of training, then of validation; −1 before the first value.
    private var indices: [Int] = []

    /// A source nothing was taken from.
    public init() {}

    fileprivate mutating func extend(to count: Int) {
      while indices.count < 2 * count { indices.append(-1) }
    }

    fileprivate subscript(name: Int, phase: LogRecord.Phase) -> Int {
      get { indices[2 * name + (phase == .training ? 0 : 1)] }
      set { indices[2 * name + (phase == .training ? 0 : 1)] = newValue }
    }
  }

  private struct Identity: Hashable {
    let original: String
    let phase: LogRecord.Phase
  }

  /// The scalars in the order of their first appearance.
  public private(set) var series: [Series] = []
  /// The evaluations, by time.
  public private(set) var evaluations: [LoggedEvaluation] = []
  /// The newest lines of text.
  public private(set) var lines: [LogLine] = []
  /// Lines of text in all.
  public private(set) var lineCount = 0
  /// Records that could not be read.
  public private(set) var badRecords = 0
  /// The last of them.
  public private(set) var lastBadRecord: BadRecord?
  /// Records read.
  public private(set) var recordCount = 0
  /// Where the run began again at an earlier step.
  public private(set) var restarts = Restarts()
  /// Restarts since they were taken last.
  private var newRestarts: [Restarts.Restart] = []
  /// What the steps of the file read last count.
  public private(set) var axis = StepAxis.steps
  /// Training instances of classes by name, where the log lists them.
  public private(set) var instances: [String: Int] = [:]
  /// Of the newest record that knows its epoch.
  public private(set) var lastEpoch = Double.nan

  private var indices: [Identity: Int] = [:]
  private var keys: Set<MetricKey> = []

  /// A log of which nothing was read.
  public init() {}

  /// Takes in what a portion of one of the run's files holds.
  public mutating func append(_ batch: LogBatch, from source: inout Source) {
    source.extend(to: batch.names.count)
    var next = batch.evaluations.startIndex
    for (place, record) in batch.records.enumerated() {
      takeEvaluations(of: batch, from: &next, before: place)
      if !record.epoch.isNaN { lastEpoch = record.epoch }
      var isFirst = true
      for value in batch.values[record.values] {
        var index = source[value.name, record.phase]
        if index < 0 {
          index = self.index(of: batch.names[value.name], phase: record.phase)
          source[value.name, record.phase] = index
        }
        if isFirst, let restart = restarts.take(step: record.step, scalar: index) {
          newRestarts.append(restart)
        }
        isFirst = false
        add(value.value, of: record, to: index)
      }
    }
    if !batch.records.isEmpty { axis = batch.axis }
    instances.merge(batch.instances) { first, _ in first }
    recordCount += batch.records.count
    takeEvaluations(of: batch, from: &next, before: .max)
    add(batch.lines)
    badRecords += batch.badRecords
    lastBadRecord = batch.lastBadRecord ?? lastBadRecord
  }

  /// Told that the evaluations are said as they stand.
  mutating func settleEvaluations() { hasMovedEvaluation = false }

  /// Hands over every point read so far and forgets it; which series a name is stays known.
  mutating func takePoints() -> [(key: MetricKey, points: MetricSeries)] {
    let taken = series.filter { $0.points.count > 0 }.map { (key: $0.key, points: $0.points) }
    for index in series.indices { series[index].points = MetricSeries() }
    return taken
  }

  /// Takes in the results that the run's text logs tell, where its own log tells none.
  mutating func joinResults(of run: LogRun) {
    let lastStep = series.compactMap { $0.points.last?.step }.max() ?? 0
    evaluations = run.joined(evaluations, lastStep: lastStep)
    for log in run.resultLogs { instances.merge(log.instances) { first, _ in first } }
  }

  /// Whether the run's own log tells AP.
  private(set) var hasOwnPrecision = false
  /// Whether an evaluation that may have been said turned out to be of another step.
  private(set) var hasMovedEvaluation = false

  private mutating func takeEvaluations(of batch: LogBatch, from next: inout Int, before place: Int) {
    while next < batch.evaluations.count, batch.evaluations[next].recordsBefore <= place {
      let last = evaluations.last?.step, count = evaluations.count
      evaluations.take(batch.evaluations[next])
      if evaluations.count == count, evaluations.last?.step != last { hasMovedEvaluation = true }
      hasOwnPrecision = hasOwnPrecision || batch.evaluations[next].hasPrecision
      next += 1
    }
  }

  /// What the older branch of the run was evaluated at stays, as that.
  private mutating func note(_ restart: Restarts.Restart) {
    newRestarts.append(restart)
    for index in evaluations.indices where evaluations[index].step >= restart.start {
      evaluations[index].isAbandoned = true
    }
  }

  /// Hands over the restarts since the last call.
  mutating func takeRestarts() -> [Restarts.Restart] {
    defer { newRestarts = [] }
    return newRestarts
  }

  /// Hands over the newest lines of text and forgets them.
  mutating func takeLines() -> [LogLine] {
    defer { lines = [] }
    return lines
  }

  @inline(__always)
  private mutating func add(_ value: Double, of record: LogRecord, to index: Int) {
    var value = value
    if series[index].name.isPrecision {
      guard value >= 0 else { return }
      value = value.times(series[index].name.percents)
    }
    series[index].points.append(step: record.step, time: record.time, value: value)
  }

  private mutating func index(of name: ScalarName, phase: LogRecord.Phase) -> Int {
    let identity = Identity(original: name.original, phase: phase)
    if let index = indices[identity] { return index }
    let key = unusedKey(for: name, phase: phase)
    keys.insert(key)
    indices[identity] = series.count
    series.append(Series(name: name, key: key, phase: phase))
    return series.count - 1
  }

  /// The key a name means, unless it is taken: then the name itself.
  private func unusedKey(for name: ScalarName, phase: LogRecord.Phase) -> MetricKey {
    let prefix = phase == .validation && !name.isPrecision ? "val/" : ""
    let candidates = [prefix + name.key.name, prefix + name.original].map { MetricKey($0) }
    if let key = candidates.first(where: { !keys.contains($0) }) { return key }
    return MetricKey("\(prefix)\(name.original) (\(series.count))")
  }

  private mutating func add(_ lines: [LogLine]) {
    lineCount += lines.count
    self.lines += lines.suffix(Self.lineCapacity)
    if self.lines.count > 2 * Self.lineCapacity {
      self.lines.removeFirst(self.lines.count - Self.lineCapacity)
    }
  }
}
