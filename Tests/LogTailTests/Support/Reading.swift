import Foundation

@testable import LogTail

/// What a reader made of some bytes.
struct Reading: Equatable {
  struct Point: Equatable {
    let step: Int
    let value: Double

    static func == (a: Point, b: Point) -> Bool {
      a.step == b.step && a.value.bitPattern == b.value.bitPattern
    }
  }

  /// Points by the names in the file, at the steps in the file.
  var series: [String: [Point]] = [:]
  var records: [LogRecord] = []
  var evaluations: [LoggedEvaluation] = []
  var lines: [LogLine] = []
  var badRecords = 0
  var lastBadRecord: BadRecord?

  /// Reads bytes in portions of a size.
  init(_ bytes: [UInt8], as format: LogFormat, portion: Int = .max, iterationsPerEpoch: Int? = nil) {
    var reader = LogReader(format: format, iterationsPerEpoch: iterationsPerEpoch)
    var start = 0
    while start < bytes.count {
      let end = portion < bytes.count - start ? start + portion : bytes.count
      bytes[start..<end].withUnsafeBytes { reader.read($0) }
      take(reader.batch)
      start = end
    }
    reader.finish()
    take(reader.batch)
  }

  /// Reads a text.
  init(_ text: String, as format: LogFormat, iterationsPerEpoch: Int? = nil) {
    self.init(Array(text.utf8), as: format, iterationsPerEpoch: iterationsPerEpoch)
  }

  private mutating func take(_ batch: LogBatch) {
    for record in batch.records {
      records.append(record)
      for value in batch.values(of: record) {
        series[batch.names[value.name].original, default: []]
          .append(Point(step: record.writtenStep, value: value.value))
      }
    }
    for evaluation in batch.evaluations {
      if evaluations.isEmpty || !evaluations[evaluations.count - 1].absorb(evaluation) {
        evaluations.append(evaluation)
      }
    }
    lines += batch.lines
    badRecords += batch.badRecords
    lastBadRecord = batch.lastBadRecord ?? lastBadRecord
  }

  /// The values of a scalar.
  func values(_ name: String) -> [Double] { series[name]?.map(\.value) ?? [] }
  /// The steps of a scalar as the file has them.
  func writtenSteps(_ name: String) -> [Int] { series[name]?.map(\.step) ?? [] }
  /// The steps of all records on the run's axis.
  var steps: [Int] { records.map(\.step) }

  /// Records in two portions begin at other places in their batches: only what they say is compared.
  static func == (a: Reading, b: Reading) -> Bool {
    a.series == b.series && a.badRecords == b.badRecords && a.lines == b.lines
      && a.records.map { [$0.step, $0.writtenStep, $0.values.count] }
        == b.records.map { [$0.step, $0.writtenStep, $0.values.count] }
  }
}

/// The real logs beside the project.
enum RealLogs {
  static let folder =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    + "/shared/data/logs/"

  /// The paths of all logs, as `inspect` finds them.
  static var runs: [LogRun] { RunSearch.runs(below: [folder]).runs }

  static func bytes(_ path: String) throws -> [UInt8] {
    try Array(Data(contentsOf: URL(fileURLWithPath: path)))
  }
}
