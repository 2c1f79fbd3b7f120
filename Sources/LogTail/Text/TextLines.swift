import Events
import Foundation

/// A text log: lines with a step are records, AP printed for people belongs to the last step that was told, and every
/// line is there to read.
struct TextLines: LineFormat {
  static var hasHeader: Bool { false }
  /// What trainers' names mean in text, where other names are used elsewhere.
  static let ownNames: [String: MetricKey] = [
    "time": .stepTime, "iter_time": .stepTime, "data_time": .dataWait, "data": .dataWait,
    "loss_classifier": .lossClassification, "loss_objectness": .lossObjectness,
    "loss_rpn_box_reg": .lossProposalBox,
  ]

  private let style: TextStyle
  private var pairs = TextPairs()
  private var place = TextPlace()
  private var results = PrintedResults()
  private var gate = ShapeGate()

  init(_ style: TextStyle) { self.style = style }

  func isWhole(_ line: UnsafeRawBufferPointer) -> Bool { true }

  mutating func read(_ line: UnsafeRawBufferPointer, into batch: inout LogBatch) {
    batch.lines.append(LogLine(line))
    guard ANSIText.contains(in: line) else { return readPlain(line, into: &batch) }
    ANSIText.removed(from: line).withUnsafeBytes { readPlain($0, into: &batch) }
  }

  private mutating func readPlain(_ line: UnsafeRawBufferPointer, into batch: inout LogBatch) {
    let start = batch.values.count
    if batch.axis != place.axis { batch.axis = place.axis }
    guard let text = part(of: line) else { return results.read(line, at: place, into: &batch) }
    pairs.read(text, into: &batch)
    var marks = pairs.marks
    if style.placing == .repeated { complete(&marks, by: text) }
    let isRecord = marks.isPlaced && batch.values.count > start && !(marks.isBar && marks.isProgress)
    if marks.isPlaced, !marks.isProgress || isRecord { place.move(by: marks, style.placing) }
    guard isRecord else {
      batch.values.removeSubrange(start...)
      return results.read(line, at: place, into: &batch)
    }
    let first = endResults(before: start, in: &batch)
    endRecord(from: first, into: &batch)
  }

  /// Takes in words without marks; a progress bar belongs to the epoch that was told before it, as Keras prints it.
  private func complete(_ marks: inout TextMarks, by line: UnsafeRawBufferPointer) {
    if marks.epoch.isNaN, marks.iteration == nil || marks.isBar { TextWords(line).read(into: &marks) }
    if marks.isBar, marks.epoch.isNaN { marks.epoch = place.epoch }
  }

  /// The part of a line where values may stand: all of it, or a dictionary.
  private func part(of line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    guard style.placing == .epochOfDictionary else { return line }
    return line.firstOffset(of: "{'").map { UnsafeRawBufferPointer(rebasing: line[$0...]) }
  }

  /// Ends an evaluation before a record whose values stand in the batch from `start` on; returns where they stand then.
  private mutating func endResults(before start: Int, in batch: inout LogBatch) -> Int {
    guard results.hasUnnamed else {
      results.endTables()
      return start
    }
    let own = Array(batch.values[start...])
    batch.values.removeSubrange(start...)
    results.endUnnamed(&batch)
    defer { batch.values += own }
    return batch.values.count
  }

  private mutating func endRecord(from start: Int, into batch: inout LogBatch) {
    let record = LogRecord(
      step: place.last.step, writtenStep: place.last.writtenStep, stepFraction: place.last.stepFraction,
      epoch: place.epoch, time: .nan, phase: place.last.phase, values: start..<batch.values.count)
    if batch.axis != place.axis { batch.axis = place.axis }
    let isEvaluation = pairs.isEvaluation || record.phase == .validation && pairs.hasMetrics
    guard style.placing == .repeated else { return Self.append(record, isEvaluation, &batch) }
    gate.take(record, shape: pairs.shape, isEvaluation: isEvaluation, in: &batch, Self.append)
  }

  private static func append(_ record: LogRecord, _ isEvaluation: Bool, _ batch: inout LogBatch) {
    batch.records.append(record)
    if isEvaluation { batch.evaluations += LoggedEvaluation.all(of: record, in: batch, isPrinted: true) }
  }
}
