import Events
import Foundation
import JSON
import LogTail

/// Everything a run's files hold, in figures, as it is written there.
struct RunSummary {
  private let run: LogRun
  private var names: [String] = []
  private var series: [MetricSeries] = []
  private var indices: [String: Int] = [:]
  private var evaluations: [LoggedEvaluation] = []
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
  }

  private mutating func add(_ batch: LogBatch, _ columns: inout [Int]) {
    for name in batch.names[columns.count...] { columns.append(index(of: name.original)) }
    for record in batch.records {
      for value in batch.values(of: record) {
        series[columns[value.name]].append(step: record.writtenStep, time: record.time, value: value.value)
      }
    }
    for evaluation in batch.evaluations {
      if evaluations.isEmpty || !evaluations[evaluations.count - 1].absorb(evaluation) {
        evaluations.append(evaluation)
      }
    }
    badRecords += batch.badRecords
    lastBadRecord = batch.lastBadRecord ?? lastBadRecord
  }

  private mutating func index(of name: String) -> Int {
    if let index = indices[name] { return index }
    indices[name] = series.count
    names.append(name)
    series.append(MetricSeries())
    return series.count - 1
  }

  /// The scalars that have a value, by name.
  private var listed: [(name: String, points: MetricSeries)] {
    zip(names, series).filter { $0.1.count > 0 }.sorted { $0.0 < $1.0 }.map { ($0.0, $0.1) }
  }
}

// MARK: - As JSON

extension RunSummary: JSONWritable {
  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("path", run.path)
      writer.member("format", run.format.rawValue)
      writer.object("series") { writer in
        for (name, points) in listed {
          writer.object(name) { Self.write(points, to: &$0) }
        }
      }
      writer.member("evaluations", evaluations.count)
      writer.member("bad_records", badRecords)
    }
  }

  private static func write(_ points: MetricSeries, to writer: inout JSONWriter) {
    let summary = points.summary
    writer.member("count", points.count)
    writer.member("nan", summary.nanCount)
    for (key, sample) in [("first", points.first), ("last", points.last)] {
      writer.array(key) { writer in
        writer.value(sample?.step ?? 0)
        writer.value(LoggedNumber(sample?.value ?? .nan))
      }
    }
    let isFinite = summary.lowest <= summary.highest
    writer.member("min", isFinite ? summary.lowest : nil)
    writer.member("max", isFinite ? summary.highest : nil)
  }
}

/// A number in strict JSON: what has no number there is a string.
struct LoggedNumber: JSONWritable {
  private let number: Double

  init(_ number: Double) { self.number = number }

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
    var heading = "\(run.path)  \(run.format.rawValue)"
    if evaluations.count > 0 { heading += "  \(Self.count(evaluations.count, "evaluation"))" }
    if let lastBadRecord {
      heading +=
        "\n  \(Self.count(badRecords, "bad record")); the last is \(lastBadRecord.reason.rawValue): \(lastBadRecord.text.debugDescription)"
    }
    let width = min(listed.map(\.name.count).max() ?? 0, 60)
    let rows = listed.map { name, points in
      let padded = name + String(repeating: " ", count: max(width - name.count, 0))
      return "  \(padded)  \(Self.describe(points))"
    }
    return ([heading] + rows).joined(separator: "\n")
  }

  private static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  private static func describe(_ points: MetricSeries) -> String {
    guard let first = points.first, let last = points.last else { return "" }
    let summary = points.summary
    let nan = summary.nanCount > 0 ? ", \(summary.nanCount) NaN" : ""
    let range =
      summary.lowest <= summary.highest
      ? String(format: ", %.6g to %.6g", summary.lowest, summary.highest) : ""
    return "\(count(points.count, "point")), step \(first.step) to \(last.step)\(range)\(nan)"
  }
}
