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

  /// What is said of a batch's damage.
  private static func complaint(of batch: LogBatch) -> String? {
    batch.lastBadRecord.map { bad in
      "\(batch.badRecords) records cannot be read; the last is \(bad.reason.rawValue): \(bad.text.debugDescription)"
    }
  }
}

// MARK: - As JSON

extension RecordKeys {
  /// One JSON object a line.
  mutating func jsonLines(of batch: LogBatch, run: String) -> [UInt8] {
    var writer = JSONWriter()
    for record in batch.records {
      let values = values(of: record, in: batch)
      if !values.isEmpty { Self.write(values, of: record, run: run, to: &writer) }
    }
    for evaluation in batch.evaluations where evaluation.hasResults {
      Self.write(evaluation, run: run, to: &writer)
    }
    for line in batch.lines { Self.write(line.text, level: .info, run: run, to: &writer) }
    if let text = Self.complaint(of: batch) { Self.write(text, level: .warning, run: run, to: &writer) }
    return writer.bytes
  }

  private static func write(
    _ values: [(key: MetricKey, value: Double)], of record: LogRecord, run: String,
    to writer: inout JSONWriter
  ) {
    writer.object { writer in
      begin("metrics", run: run, time: record.time, to: &writer)
      writer.member("step", record.step)
      writer.member("epoch", record.epoch.isNaN ? nil : record.epoch)
      writer.object("values") { for (key, value) in values { $0.member(key.name, value) } }
    }
    writer.endLine()
  }

  private static func write(_ evaluation: LoggedEvaluation, run: String, to writer: inout JSONWriter) {
    writer.object { writer in
      begin("evaluated", run: run, time: evaluation.time, to: &writer)
      writer.member("step", evaluation.step)
      writer.member("epoch", evaluation.epoch.isNaN ? nil : evaluation.epoch)
      writer.object("summary") { writer in
        for (key, value) in evaluation.summary.sorted(by: { $0.key < $1.key }) where key.isEvaluation {
          writer.member(key.name, value)
        }
      }
      writer.array("classes") { writer in
        for result in evaluation.classes {
          writer.object {
            $0.member("name", result.name)
            $0.member(result.task == .box ? "box_ap" : "mask_ap", result.value)
          }
        }
      }
    }
    writer.endLine()
  }

  private static func write(_ text: String, level: LogLevel, run: String, to writer: inout JSONWriter) {
    writer.object { writer in
      begin("log", run: run, time: .nan, to: &writer)
      writer.member("level", level.rawValue)
      writer.member("text", text)
    }
    writer.endLine()
  }

  private static func begin(_ event: String, run: String, time: Double, to writer: inout JSONWriter) {
    writer.member("time", time.isNaN ? nil : time)
    writer.member("event", event)
    writer.member("run", run)
  }
}

extension LoggedEvaluation {
  /// Whether it has average precision: not every record of validation has.
  fileprivate var hasResults: Bool { !classes.isEmpty || summary.keys.contains(where: \.isEvaluation) }
}

// MARK: - As text

extension RecordKeys {
  /// One line a record, for people.
  mutating func plainLines(of batch: LogBatch, run: String) -> [UInt8] {
    var text = ""
    for record in batch.records {
      let values = batch.values(of: record).map { value in
        "\(key(of: batch.names[value.name], record.phase).name) \(value.value * batch.names[value.name].percents)"
      }
      text += "\(run)  step \(record.step)  \(values.joined(separator: "  "))\n"
    }
    for line in batch.lines { text += "\(run)  \(line.text)\n" }
    if let complaint = Self.complaint(of: batch) { text += "\(run)  \(complaint)\n" }
    return Array(text.utf8)
  }
}
