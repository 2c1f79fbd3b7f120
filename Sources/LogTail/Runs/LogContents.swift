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
  /// Its evaluations and restarts.
  private(set) var course = RunCourse()
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
    batch.values.withUnsafeBufferPointer { values in
      for (place, record) in batch.records.enumerated() {
        if !record.epoch.isNaN { lastEpoch = record.epoch }
        guard let first = record.values.first else { continue }
        let scalar = series(of: values[first], record, batch.names, from: &source)
        course.take(record, at: place, of: batch, scalar: scalar)
        add(values[first].value, of: record, to: scalar)
        for value in values[record.values.dropFirst()] {
          add(value.value, of: record, to: series(of: value, record, batch.names, from: &source))
        }
      }
    }
    course.end(batch)
    if !batch.records.isEmpty { axis = batch.axis }
    instances.merge(batch.instances) { first, _ in first }
    recordCount += batch.records.count
    add(batch.lines)
    badRecords += batch.badRecords
    lastBadRecord = batch.lastBadRecord ?? lastBadRecord
  }

  /// The series that a value belongs to, a new one where it is the first.
  @inline(__always)
  private mutating func series(
    of value: LogValue, _ record: LogRecord, _ names: [ScalarName], from source: inout Source
  ) -> Int {
    let known = source[value.name, record.phase]
    guard known < 0 else { return known }
    let index = index(of: names[value.name], phase: record.phase)
    source[value.name, record.phase] = index
    return index
  }

  /// Hands over every point read so far and forgets it; which series a name is stays known.
  mutating func takePoints() -> [(key: MetricKey, points: MetricSeries)] {
    let taken = series.filter { $0.points.count > 0 }.map { (key: $0.key, points: $0.points) }
    for index in series.indices { series[index].points = MetricSeries() }
    return taken
  }

  /// The evaluations in the order of the log.
  public var evaluations: [LoggedEvaluation] { course.evaluations }
  /// Where the run began again at an earlier step.
  public var restarts: Restarts { course.restarts }

  /// Takes in the results that the run's text logs tell, where its own log tells none.
  mutating func joinResults(of run: LogRun) {
    course.joinResults(of: run, lastStep: series.compactMap { $0.points.last?.step }.max() ?? 0)
    for log in run.resultLogs { instances.merge(log.instances) { first, _ in first } }
  }

  /// Hands over the restarts since the last call.
  mutating func takeRestarts() -> [Restarts.Restart] { course.takeRestarts() }

  /// Told that the evaluations are said as they stand.
  mutating func settleEvaluations() { course.settleEvaluations() }

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
