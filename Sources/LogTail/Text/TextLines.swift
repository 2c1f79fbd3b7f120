import Events
import Foundation

/// A text log: its lines are for people; LVIS's and COCO's results among them are read, at the last step that was told.
struct TextLines: LineFormat {
  static var hasHeader: Bool { false }

  private var table = ResultTable()
  private var task = EvaluationTask.box
  private var step = 0
  private var names: [String: Int] = [:]
  /// The results since the task was told last, in percents: a table may repeat the lines before it.
  private var latest: [MetricKey: Double] = [:]

  init() {}

  func isWhole(_ line: UnsafeRawBufferPointer) -> Bool { true }

  mutating func read(_ line: UnsafeRawBufferPointer, into batch: inout LogBatch) {
    batch.lines.append(LogLine(line))
    if let told = LineMarks.step(of: line) {
      step = told
    } else if LineMarks.mayHoldResults(line) {
      readResults(line, into: &batch)
    } else {
      table.end()
    }
  }

  private mutating func readResults(_ line: UnsafeRawBufferPointer, into batch: inout LogBatch) {
    let text = String(decoding: line.prefix(LogLine.limit), as: UTF8.self)
    if let result = ResultLine(text) {
      add([("\(task.rawValue)_\(result.measure)", result.value)], to: &batch)
    } else if let row = table.read(text) {
      let prefix = task.rawValue + (row.isInPercents ? "/" : "_")
      add(row.values.map { (prefix + $0.name, $0.value) }, to: &batch)
    } else if let told = LineMarks.task(of: line) {
      task = told
      latest = [:]
    }
  }

  private mutating func add(_ values: [(name: String, value: Double)], to batch: inout LogBatch) {
    let start = batch.values.count
    for (original, value) in values {
      batch.values.append(LogValue(name: index(of: original, in: &batch), value: value))
    }
    guard batch.values.count > start else { return }
    let record = LogRecord(
      step: step, writtenStep: step, epoch: .nan, time: .nan, phase: .validation,
      values: start..<batch.values.count)
    batch.records.append(record)
    let evaluation = LoggedEvaluation(record, in: batch)
    if !isRepetition(evaluation) { batch.evaluations.append(evaluation) }
    latest.merge(evaluation.summary) { $1 }
  }

  /// Whether everything was said already, to fewer decimals.
  private func isRepetition(_ evaluation: LoggedEvaluation) -> Bool {
    !evaluation.summary.isEmpty
      && evaluation.summary.allSatisfy { key, value in latest[key].map { abs($0 - value) <= 0.0501 } ?? false
      }
  }

  private mutating func index(of original: String, in batch: inout LogBatch) -> Int {
    if let index = names[original] { return index }
    names[original] = batch.names.count
    batch.names.append(ScalarName(original))
    return batch.names.count - 1
  }
}
