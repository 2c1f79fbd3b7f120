import Events

/// The results of one evaluation, as a foreign log has them.
public struct LoggedEvaluation: Sendable, Equatable {
  /// Training steps done.
  public let step: Int
  /// Epochs done; NaN where unknown.
  public let epoch: Double
  /// Seconds since 1970; NaN where unknown.
  public let time: Double
  /// Named results: AP and AR in 0–100; a bin without ground truth is absent.
  public internal(set) var summary: [MetricKey: Double]
  /// AP of classes by name, 0–100; a class without ground truth is absent.
  public internal(set) var classes: [ClassAveragePrecision]

  /// The AP of one class.
  public struct ClassAveragePrecision: Sendable, Equatable {
    /// The class's name in the log.
    public let name: String
    /// What detections were matched by.
    public let task: EvaluationTask
    /// 0–100.
    public let value: Double
  }

  init(step: Int, epoch: Double = .nan, time: Double = .nan) {
    self.step = step
    self.epoch = epoch
    self.time = time
    summary = [:]
    classes = []
  }

  init(_ record: LogRecord, in batch: LogBatch) {
    self.init(step: record.step, epoch: record.epoch, time: record.time)
    for value in batch.values[record.values] {
      let name = batch.names[value.name]
      if record.phase == .validation || name.isEvaluation { add(value.value, of: name) }
    }
  }

  mutating func add(_ value: Double, of name: ScalarName) {
    switch name.meaning {
    case .scalar(let key): summary[key] = value
    case .averagePrecision(let key, let percents):
      if value >= 0 || value.isNaN { summary[key] = value * percents }
    case .classAveragePrecision(let label, let task, let percents):
      guard value >= 0 else { return }
      classes.append(ClassAveragePrecision(name: label, task: task, value: value * percents))
    }
  }

  /// Takes in a further part of the same evaluation: some trainers write each task, or each value, by itself.
  /// - Returns: false where it belongs to another one.
  public mutating func absorb(_ other: LoggedEvaluation) -> Bool {
    guard other.step == step, summary.keys.allSatisfy({ other.summary[$0] == nil }),
      !classes.contains(where: { a in other.classes.contains { $0.name == a.name && $0.task == a.task } })
    else { return false }
    summary.merge(other.summary) { $1 }
    classes += other.classes
    return true
  }
}
