import EventLines
import Events
import JSON
import LogTail

/// The records of a file as lines; each scalar has one name here, and no two of them the same.
struct RecordKeys {
  private struct Scalar: Hashable {
    let name: ScalarName
    let phase: LogRecord.Phase
  }

  private var keys: [Scalar: MetricKey] = [:]
  private var taken: Set<MetricKey> = []
  /// The evaluation told last: more of it may come, as in the lines of a table.
  private var waiting: [LoggedEvaluation] = []

  private mutating func key(of name: ScalarName, _ phase: LogRecord.Phase) -> MetricKey {
    let scalar = Scalar(name: name, phase: phase)
    if let key = keys[scalar] { return key }
    let prefix = phase == .validation && !name.isPrecision ? "val/" : ""
    let best = MetricKey(prefix + name.key.name)
    let key = taken.contains(best) ? MetricKey(prefix + name.original) : best
    taken.insert(key)
    keys[scalar] = key
    return key
  }

  /// The scalars of a record that are no average precision, in its order.
  private mutating func values(of record: LogRecord, in batch: LogBatch) -> [(key: MetricKey, value: Double)]
  {
    batch.values(of: record).compactMap { value in
      let name = batch.names[value.name]
      return name.isPrecision ? nil : (key: key(of: name, record.phase), value: value.value)
    }
  }

  /// The evaluations that are complete: all but the last, and it too where nothing more was told.
  private mutating func complete(with batch: LogBatch?) -> [LoggedEvaluation] {
    for evaluation in batch?.evaluations ?? [] where evaluation.hasPrecision { waiting.take(evaluation) }
    let count = batch == nil ? waiting.count : max(waiting.count - 1, 0)
    defer { waiting.removeFirst(count) }
    return Array(waiting[..<count])
  }

  /// What is said of a batch's damage.
  private static func complaint(of batch: LogBatch) -> String? {
    batch.lastBadRecord.map { bad in
      "\(batch.badRecords) records cannot be read; the last is \(bad.reason.rawValue): \(bad.text.debugDescription)"
    }
  }
}

// MARK: - As JSON

extension RecordKeys {
  /// One JSON object a line, as in the events of tailboard's own runs, with the run's name.
  mutating func jsonLines(of news: TailedRun.News, run: String) -> [UInt8] {
    switch news {
    case .records(let batch): return jsonLines(of: batch, run: run)
    case .pause: return jsonLines(of: nil, run: run)
    case .note(let text):
      var writer = JSONWriter()
      Self.log(.warning, text, of: RunID(run)).write(namingItsRunTo: &writer)
      return writer.bytes
    }
  }

  /// Without a batch what waited for more.
  private mutating func jsonLines(of batch: LogBatch?, run: String) -> [UInt8] {
    var writer = JSONWriter()
    let run = RunID(run)
    for evaluation in complete(with: batch) {
      let (report, classNames) = evaluation.namedReport
      RunEvent(run: run, time: evaluation.time, body: .evaluated(report))
        .write(namingItsRunTo: &writer, classNames: classNames)
    }
    guard let batch else { return writer.bytes }
    for record in batch.records { metrics(of: record, in: batch, run: run)?.write(namingItsRunTo: &writer) }
    for line in batch.lines { Self.log(.info, line.text, of: run).write(namingItsRunTo: &writer) }
    if let text = Self.complaint(of: batch) {
      Self.log(.warning, text, of: run).write(namingItsRunTo: &writer)
    }
    return writer.bytes
  }

  private static func log(_ level: LogLevel, _ text: String, of run: RunID) -> RunEvent {
    RunEvent(run: run, time: .nan, body: .log(level, text))
  }

  private mutating func metrics(of record: LogRecord, in batch: LogBatch, run: RunID) -> RunEvent? {
    let values = values(of: record, in: batch)
    guard !values.isEmpty else { return nil }
    let metrics = StepMetrics(
      step: record.step, epoch: record.epoch, values: Dictionary(values.map { ($0.key, $0.value) }) { $1 })
    return RunEvent(run: run, time: record.time, body: .metrics(metrics))
  }
}

extension LoggedEvaluation {
  /// The evaluation as events tell it, with the names of its classes: the log has no order of them.
  fileprivate var namedReport: (report: EvaluationReport, classNames: [String]) {
    let results = Dictionary(grouping: classes, by: \.name).sorted { $0.key < $1.key }
    let report = EvaluationReport(
      step: step, epoch: epoch, seconds: .nan, summary: summary.filter { $0.key.isEvaluation },
      classes: results.map { result in
        ClassResult(
          Dictionary(result.value.map { (.averagePrecision($0.task), $0.value) }) { first, _ in first })
      }, set: set)
    return (report, results.map(\.key))
  }
}

// MARK: - As text

extension RecordKeys {
  /// One line a record, for people.
  mutating func plainLines(of news: TailedRun.News, run: String) -> [UInt8] {
    switch news {
    case .records(let batch): plainLines(of: batch, run: run)
    case .note(let text): Array("\(run)  \(text)\n".utf8)
    case .pause: []
    }
  }

  private mutating func plainLines(of batch: LogBatch, run: String) -> [UInt8] {
    var text = ""
    for record in batch.records {
      let values = batch.values(of: record).map { value in
        "\(key(of: batch.names[value.name], record.phase).name) \(batch.names[value.name].shown(value.value))"
      }
      let step = "\(batch.axis.unit.rawValue) \(batch.axis.text(of: record.step))"
      text += "\(run)  \(step)  \(values.joined(separator: "  "))\n"
    }
    for line in batch.lines { text += "\(run)  \(line.text)\n" }
    if let complaint = Self.complaint(of: batch) { text += "\(run)  \(complaint)\n" }
    return Array(text.utf8)
  }
}
