import Events

/// The results of one evaluation, as a foreign log has them: a point at which AP or a metric of a validation set was told.
public struct LoggedEvaluation: Sendable, Equatable {
  /// Training steps done.
  public internal(set) var step: Int
  /// Epochs done; NaN where unknown.
  public internal(set) var epoch: Double
  /// Seconds since 1970; NaN where unknown.
  public internal(set) var time: Double
  /// The set of images it was made on, where the log names several.
  public internal(set) var set: String?
  /// Named results: AP and AR in 0–100; a bin without ground truth is absent.
  public internal(set) var summary: [MetricKey: Double]
  /// AP of classes by name, 0–100; a class without ground truth is absent.
  public internal(set) var classes: [ClassAveragePrecision]
  /// Whether the run went back behind it since: it is of a branch that was given up.
  public internal(set) var isAbandoned = false
  /// How many records of its batch came before it.
  var recordsBefore = 0
  /// Whether it was printed for people, rounded: lines and tables then say again what is known.
  let isPrinted: Bool

  /// The AP of one class.
  public struct ClassAveragePrecision: Sendable, Equatable {
    /// The class's name in the log.
    public let name: String
    /// What detections were matched by.
    public let task: EvaluationTask
    /// 0–100.
    public let value: Double
  }

  init(
    step: Int, epoch: Double = .nan, time: Double = .nan, set: String? = nil, isPrinted: Bool = false
  ) {
    self.step = step
    self.epoch = epoch
    self.time = time
    self.set = set
    self.isPrinted = isPrinted
    summary = [:]
    classes = []
  }

  /// The evaluations a record holds: one, or one of each set of images that its names tell apart.
  static func all(of record: LogRecord, in batch: LogBatch, isPrinted: Bool = false) -> [LoggedEvaluation] {
    var evaluations: [LoggedEvaluation] = []
    for value in batch.values[record.values] {
      let name = batch.names[value.name]
      guard record.phase == .validation || name.isEvaluation else { continue }
      var index = evaluations.firstIndex { $0.set == name.set }
      if index == nil {
        index = evaluations.count
        evaluations.append(
          LoggedEvaluation(
            step: record.step, epoch: record.epoch, time: record.time, set: name.set, isPrinted: isPrinted))
      }
      if let index { evaluations[index].add(value.value, of: name) }
    }
    // What belongs to no set belongs to the first, where there are several.
    if evaluations.count > 1, let plain = evaluations.firstIndex(where: { $0.set == nil }) {
      let rest = evaluations.remove(at: plain)
      evaluations[0].summary.merge(rest.summary) { first, _ in first }
    }
    for index in evaluations.indices { evaluations[index].recordsBefore = batch.records.count }
    return evaluations
  }

  mutating func add(_ value: Double, of name: ScalarName) {
    switch name.meaning {
    case .scalar(let key): summary[key] = value
    case .averagePrecision(let key, let percents):
      if value >= 0 { summary[key] = value.times(percents) }
    case .classAveragePrecision(let label, let task, let percents):
      guard value >= 0 else { return }
      classes.append(ClassAveragePrecision(name: label, task: task, value: value.times(percents)))
    }
  }
}

extension LoggedEvaluation {
  /// Whether it has results of detection: others are metrics like those of training.
  public var hasPrecision: Bool { !precision.isEmpty || !classes.isEmpty }

  /// AP and AR, 0–100, by name.
  public var precision: [(key: MetricKey, value: Double)] {
    summary.filter(\.key.isEvaluation).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

// MARK: - Parts of one evaluation

extension LoggedEvaluation {
  /// Half of the last decimal that detectron2's and mmdetection's tables print, in 0–100.
  private static let rounding = 0.0501

  /// Takes in a further part of the same evaluation: some trainers write each task, or each value, by itself, and print
  /// lines, a table and a row that say the same.
  /// - Returns: false where it belongs to another one.
  public mutating func absorb(_ other: LoggedEvaluation) -> Bool {
    guard !isAbandoned else { return false }
    guard set == nil || other.set == nil || set == other.set else { return false }
    guard other.step == step || isForetold(by: other), isConsistent(with: other) else { return false }
    if other.step != step { (step, epoch, time) = (other.step, other.epoch, other.time) }
    set = set ?? other.set
    summary.merge(other.summary) { first, second in first.isRounded && !second.isRounded ? second : first }
    let known = Set(classes.map { "\($0.task) \($0.name)" })
    classes += other.classes.filter { !known.contains("\($0.task) \($0.name)") }
    return true
  }

  /// Nothing that both say may differ; records for machines never say anything twice.
  private func isConsistent(with other: LoggedEvaluation) -> Bool {
    let common = other.summary.filter { summary[$0.key] != nil }
    if common.isEmpty && Set(classes.map(\.name)).isDisjoint(with: other.classes.map(\.name)) { return true }
    if common.isEmpty, !isSameClass(as: other) { return true }
    guard isPrinted || other.isPrinted else { return false }
    return common.allSatisfy { agrees(summary[$0.key], $0.value) }
  }

  private func isSameClass(as other: LoggedEvaluation) -> Bool {
    classes.contains { a in other.classes.contains { $0.name == a.name && $0.task == a.task } }
  }

  /// Whether the other says the same and knows better when that was: mmengine prints its table before it tells the epoch.
  private func isForetold(by other: LoggedEvaluation) -> Bool {
    guard isPrinted, other.isPrinted, other.step > step else { return false }
    let common = other.summary.keys.filter { $0.isEvaluation && summary[$0] != nil }
    return common.count >= 3 && common.allSatisfy { agrees(summary[$0], other.summary[$0]) }
  }

  private func agrees(_ a: Double?, _ b: Double?) -> Bool {
    guard let a, let b else { return false }
    return a == b || abs(a - b) <= Self.rounding
  }
}

extension [LoggedEvaluation] {
  /// Takes in one more, which may be a part of the last.
  public mutating func take(_ evaluation: LoggedEvaluation) {
    guard let last = indices.last, self[last].absorb(evaluation) else { return append(evaluation) }
  }
}

extension Double {
  /// Whether a percentage has no more than one decimal, as pycocotools prints it: a table says it more exactly.
  fileprivate var isRounded: Bool { self == (self * 10).rounded() / 10 }

  /// The product with a power of ten, as decimals are multiplied: 0.306 × 100 is 30.6.
  func times(_ power: Double) -> Double {
    let product = self * power
    guard power != 1, product.isFinite, abs(product) < 1e5 else { return product }
    let rounded = (product * 1e9).rounded() / 1e9
    return abs(rounded - product) <= 4 * product.ulp ? rounded : product
  }
}
