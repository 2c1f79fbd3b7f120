import Events

/// Results of an evaluation as trainers print them for people: LVIS's and COCO's lines, detectron2's `copypaste:` rows,
/// tables, dictionaries.
struct PrintedResults {
  private var table = ResultTable()
  private var row = ResultRow()
  private var task = EvaluationTask.box
  /// The set of images that was named last, and the first that ever was.
  private var set: String?
  private var firstSet: String?
  /// Whether rows came last: what is printed then is of the next set, of several, whose name is yet to come.
  private var hasRows = false
  /// Results whose set will be named behind them.
  private var unnamed: [(values: [(name: String, value: Double)], place: TextPlace)] = []
  private var names: [String: Int] = [:]
  /// The results since the task was told last, in percents: a table may repeat the lines before it.
  private var latest: [MetricKey: Double] = [:]

  /// Reads a line that is no record of training.
  mutating func read(_ line: UnsafeRawBufferPointer, at place: TextPlace, into batch: inout LogBatch) {
    guard row.isOpen || Self.mayHoldResults(line) else { return endTables() }
    let text = String(decoding: line.prefix(LogLine.limit), as: UTF8.self)
    if let result = ResultLine(text) {
      take([("\(task.rawValue)_\(result.measure)", result.value)], at: place, to: &batch)
    } else if let cells = table.read(text) {
      let prefix = task.rawValue + (cells.isInPercents ? "/" : "_")
      take(cells.values.map { (prefix + $0.name, $0.value) }, at: place, to: &batch)
      batch.instances.merge(cells.instances) { first, _ in first }
    } else if let told = ResultLine.task(in: text) {
      turn(to: told.task, set: told.set)
      if told.set != nil { addUnnamed(to: &batch) }
    } else if let values = row.read(text, task: task.rawValue) {
      hasRows = true
      add(values, at: place, to: &batch)
    } else {
      for (task, values) in ResultDictionary.results(in: text) {
        turn(to: EvaluationTask(rawValue: task) ?? self.task, set: nil)
        take(values.map { ("\(task)_\($0.name)", $0.value) }, at: place, to: &batch)
      }
    }
  }

  /// Whether there are results whose set has not been named.
  var hasUnnamed: Bool { !unnamed.isEmpty }

  /// Told that training goes on though the set was never named.
  mutating func endUnnamed(_ batch: inout LogBatch) {
    endTables()
    set = nil
    addUnnamed(to: &batch)
  }

  /// Told that a line has nothing to do with results.
  mutating func endTables() {
    table.end()
    row.end()
  }

  /// Takes results that are printed before the name of their set, where sets have names at all.
  private mutating func take(
    _ values: [(name: String, value: Double)], at place: TextPlace, to batch: inout LogBatch
  ) {
    guard hasRows, firstSet != nil, unnamed.count < Self.capacity else {
      return add(values, at: place, to: &batch)
    }
    unnamed.append((values, place))
  }

  /// Results that wait for their name, at most: a table of classes has a thousand rows.
  private static let capacity = 4096

  private mutating func addUnnamed(to batch: inout LogBatch) {
    hasRows = false
    let those = unnamed
    unnamed = []
    if !those.isEmpty { latest = [:] }
    for (values, place) in those { add(values, at: place, to: &batch) }
  }

  private mutating func turn(to task: EvaluationTask?, set: String?) {
    if let set {
      (self.set, firstSet) = (set, firstSet ?? set)
    } else if let task {
      if task != self.task || table.isOver { latest = [:] }
      self.task = task
    }
  }

  /// Words that a line with results has, or one that names their task. Nearly no other line has one of them.
  private static func mayHoldResults(_ line: UnsafeRawBufferPointer) -> Bool {
    ["AP", "AR)", "|", "+-", "bbox", "segm", "copypaste", "Evaluation results"].contains {
      line.firstOffset(of: $0) != nil
    }
  }

  private mutating func add(
    _ values: [(name: String, value: Double)], at place: TextPlace, to batch: inout LogBatch
  ) {
    guard !values.isEmpty else { return }
    let start = batch.values.count
    for (original, value) in values {
      batch.values.append(LogValue(name: index(of: original, in: &batch), value: value))
    }
    let record = LogRecord(
      step: place.last.step, writtenStep: place.last.writtenStep, stepFraction: place.last.stepFraction,
      epoch: place.epoch, time: .nan, phase: .validation, values: start..<batch.values.count)
    for var evaluation in LoggedEvaluation.all(of: record, in: batch, isPrinted: true) {
      evaluation.set = evaluation.set ?? set
      // It came with its record, not before.
      evaluation.recordsBefore = batch.records.count + 1
      let isRepetition = isRepetition(evaluation)
      if !isRepetition || set != nil { batch.evaluations.append(evaluation) }
      // The same names again would be the same points again.
      if isRepetition, values.allSatisfy({ $0.name.contains("/") }), wasInPercents {
        if set != nil { batch.evaluations[batch.evaluations.count - 1].recordsBefore -= 1 }
        return batch.values.removeSubrange(start...)
      }
      latest.merge(evaluation.summary) { $1 }
    }
    wasInPercents = values.allSatisfy { $0.name.contains("/") }
    if batch.axis != place.axis { batch.axis = place.axis }
    batch.records.append(record)
  }

  /// Whether the last results were in percents, as tables and rows of detectron2 are.
  private var wasInPercents = false

  /// Whether everything was said already, to fewer decimals.
  private func isRepetition(_ evaluation: LoggedEvaluation) -> Bool {
    !evaluation.summary.isEmpty
      && evaluation.summary.allSatisfy { key, value in latest[key].map { abs($0 - value) <= 0.0501 } ?? false
      }
  }

  /// The name of a result; of every set of images but the first with the set before it.
  private mutating func index(of original: String, in batch: inout LogBatch) -> Int {
    let name = set.flatMap { $0 == firstSet ? nil : "\($0)/\(original)" } ?? original
    if let index = names[name] { return index }
    names[name] = batch.names.count
    batch.names.append(ScalarName(name))
    return batch.names.count - 1
  }
}
