import Events
import Foundation
import JSON
import LogTail

/// Everything a run's files hold, in figures, as it is written there.
struct RunSummary {
  private let run: LogRun
  private var names: [String] = []
  private var figures: [ScalarFigures] = []
  private var indices: [String: Int] = [:]
  private var course = RunCourse()
  private var axis = StepAxis.steps
  private var lastStep = 0
  private var badRecords = 0
  private var lastBadRecord: BadRecord?

  /// Reads all files of a run.
  init(reading run: LogRun) throws(LogError) {
    self.run = run
    for path in run.files {
      var reader = LogReader(format: run.format, iterationsPerEpoch: run.iterationsPerEpoch)
      var columns: [Int] = []
      try LogFile(path).forEachPortion { (bytes) throws(LogError) in
        reader.read(bytes)
        add(reader.batch, &columns)
      }
      reader.finish()
      add(reader.batch, &columns)
    }
    course.joinResults(of: run, lastStep: lastStep)
  }

  private mutating func add(_ batch: LogBatch, _ columns: inout [Int]) {
    for name in batch.names[columns.count...] { columns.append(index(of: name.original)) }
    for record in batch.records {
      for value in batch.values(of: record) {
        figures[columns[value.name]].add(value.value, at: record.writtenStep, record.stepFraction)
      }
    }
    if let last = batch.records.last { (axis, lastStep) = (batch.axis, last.step) }
    course.take(batch) { columns[$1.name] }
    badRecords += batch.badRecords
    lastBadRecord = batch.lastBadRecord ?? lastBadRecord
  }

  private mutating func index(of name: String) -> Int {
    if let index = indices[name] { return index }
    indices[name] = figures.count
    names.append(name)
    figures.append(ScalarFigures())
    return figures.count - 1
  }

  private var evaluations: [LoggedEvaluation] { course.evaluations }

  /// The scalars that have a value, by name.
  private var listed: [(name: String, figures: ScalarFigures)] {
    zip(names, figures).filter { $0.1.count > 0 }.sorted { $0.0 < $1.0 }.map { ($0.0, $0.1) }
  }
}

// MARK: - As JSON

extension RunSummary: JSONWritable {
  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("path", run.path)
      writer.member("format", run.format.name)
      writer.member("x", axis.unit.rawValue)
      writer.object("series") { writer in
        for (name, figures) in listed {
          writer.object(name) { Self.write(figures, to: &$0) }
        }
      }
      writer.member("evaluations", evaluations.count)
      writer.array("results") { writer in
        for evaluation in evaluations { write(evaluation, to: &writer) }
      }
      writer.array("restarts") { writer in for restart in course.restarts.places { writer.value(restart.end) }
      }
      writer.member("bad_records", badRecords)
    }
  }

  private static func write(_ figures: ScalarFigures, to writer: inout JSONWriter) {
    writer.member("count", figures.count)
    writer.member("nan", figures.nanCount)
    for (key, point) in [("first", figures.first), ("last", figures.last)] {
      writer.array(key) { writer in
        if point.fraction == 0 { writer.value(point.step) } else { writer.value(point.exactStep) }
        writer.value(LoggedNumber(point.value))
      }
    }
    writer.member("min", figures.isFinite ? figures.lowest : nil)
    writer.member("max", figures.isFinite ? figures.highest : nil)
  }

  /// AP in 0–100, metrics as they are.
  private func write(_ evaluation: LoggedEvaluation, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("step", axis.value(of: evaluation.step))
      writer.member("set", evaluation.set)
      writer.member("abandoned", evaluation.isAbandoned)
      writer.object("summary") { writer in
        for (key, value) in evaluation.summary.sorted(by: { $0.key < $1.key }) {
          writer.member(key.name, LoggedNumber(value))
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
  }
}

/// A number in strict JSON: what has no number there is a string.
struct LoggedNumber: JSONWritable {
  private let number: Double

  init(_ number: Double) { self.number = number }

  /// The number as people read it: its shortest decimal, of six digits at most.
  static func text(_ number: Double) -> String {
    number.isFinite
      ? String(format: "%.6g", number) : number.isNaN ? "NaN" : number > 0 ? "Infinity" : "-Infinity"
  }

  func write(to writer: inout JSONWriter) {
    if number.isNaN {
      writer.value("NaN")
    } else if number.isInfinite {
      writer.value(number > 0 ? "Infinity" : "-Infinity")
    } else {
      writer.value(number)
    }
  }
}

// MARK: - As text

extension RunSummary {
  /// The run as lines for people.
  var text: String {
    let width = min(listed.map(\.name.count).max() ?? 0, 60)
    let rows = listed.map { name, figures in
      let padded = name + String(repeating: " ", count: max(width - name.count, 0))
      return "  \(padded)  \(figures.text(axis.unit))"
    }
    return ([heading] + remarks.map { "  " + $0 } + rows).joined(separator: "\n")
  }

  private var heading: String {
    let count = evaluations.isEmpty ? "" : "  " + Self.count(evaluations.count, "evaluation")
    return "\(run.path)  \(run.format.name)\(count)"
  }

  /// What there is to say beside figures.
  private var remarks: [String] {
    var remarks: [String] = []
    if axis.unit == .record, !listed.isEmpty {
      remarks.append("x is the record's number: the file says no step")
    }
    if course.restarts.count > 0 { remarks.append(course.restarts.phrase(axis)) }
    remarks += latestPrecision
    let classes = Set(evaluations.flatMap(\.classes).map(\.name)).count
    if classes > 0 { remarks.append(Self.count(classes, "class", plural: "classes") + " with AP") }
    if let lastBadRecord {
      remarks.append(
        "\(Self.count(badRecords, "bad record")); the last is \(lastBadRecord.reason.rawValue): \(lastBadRecord.text.debugDescription)"
      )
    }
    return remarks
  }

  /// The newest AP of each set of images, then that of a branch that was given up behind it.
  private var latestPrecision: [String] {
    let told = evaluations.filter { !$0.precision.isEmpty }
    let sets = told.reduce(into: [String?]()) { if !$0.contains($1.set) { $0.append($1.set) } }
    return sets.flatMap { set in
      let own = told.filter { $0.set == set }
      let current = own.lastIndex { !$0.isAbandoned }
      let abandoned = own.lastIndex(where: \.isAbandoned).flatMap { $0 > current ?? -1 ? own[$0] : nil }
      return [current.map { line(of: own[$0]) }, abandoned.map { "given up: " + line(of: $0) }].compactMap(
        \.self)
    }
  }

  private func line(of evaluation: LoggedEvaluation) -> String {
    let results = evaluation.precision.map { "\($0.key) \(LoggedNumber.text($0.value))" }
    let set = evaluation.set.map { $0 + " " } ?? ""
    return
      "\(set)\(axis.unit.rawValue) \(axis.text(of: evaluation.step)): \(results.joined(separator: ", "))"
  }

  static func count(_ number: Int, _ noun: String, plural: String? = nil) -> String {
    "\(number) \(number == 1 ? noun : plural ?? noun + "s")"
  }
}
