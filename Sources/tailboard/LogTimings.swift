import Foundation
import JSON
import LogTail

/// What reading logs costs.
struct LogTimings {
  private struct Reading {
    let bytes: Int
    let points: Int
    let seconds: Double

    var megabytesPerSecond: Double { Double(bytes) / 1e6 / seconds }
  }

  private let lines: Reading
  private let events: Reading
  private let printed: Reading
  private let firstPaint: Double
  private let runs: Int
  private let search: Double

  init(folder: String, bytes: Int, runs: Int, seed: UInt64, repeats: Int) throws {
    var logs = SyntheticLogs(seed: seed)
    let metrics = folder + "/metrics.json", events = folder + "/events.out.tfevents.1"
    let points = try logs.writeMetrics(to: metrics, bytes: bytes)
    let eventPoints = try logs.writeEvents(to: events, bytes: bytes / 4)
    let text = folder + "/log.txt"
    let textPoints = try logs.writeText(to: text, bytes: bytes / 4)
    try logs.writeRuns(to: folder + "/runs", count: runs)
    lines = try Self.reading(metrics, .detectron2, points: points, repeats: repeats)
    self.events = try Self.reading(events, .tensorboard, points: eventPoints, repeats: repeats)
    printed = try Self.reading(text, .detectron2Text, points: textPoints, repeats: repeats)
    firstPaint = try Self.fastest(of: repeats) { try Self.readEnd(of: metrics) }
    self.runs = runs
    search = try Self.fastest(of: repeats) {
      let found = RunSearch.runs(below: [folder + "/runs"])
      guard found.runs.count == runs else { throw Miscount(expected: runs, found: found.runs.count) }
    }
  }

  private static func reading(
    _ path: String, _ format: LogFormat, points: Int, repeats: Int
  ) throws -> Reading {
    let file = try LogFile(path)
    let seconds = try fastest(of: repeats) {
      var reader = LogReader(format: format)
      var contents = LogContents(), source = LogContents.Source()
      try file.forEachPortion { bytes in
        reader.read(bytes)
        contents.append(reader.batch, from: &source)
      }
      let found = contents.series.reduce(0) { $0 + $1.points.count }
      guard found == points else { throw Miscount(expected: points, found: found) }
    }
    return Reading(bytes: file.byteCount, points: points, seconds: seconds)
  }

  /// The newest mebibyte, as a screen shows it first.
  private static func readEnd(of path: String) throws {
    let file = try LogFile(path)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { buffer.deallocate() }
    let count = try file.read(into: buffer, at: max(0, file.byteCount - buffer.count))
    let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
    var reader = LogReader(format: .detectron2, inTheMiddleOf: bytes)
    reader.read(bytes)
    var contents = LogContents(), source = LogContents.Source()
    contents.append(reader.batch, from: &source)
  }

  private static func fastest(of repeats: Int, _ body: () throws -> Void) throws -> Double {
    try (0..<repeats).map { _ in try ContinuousClock().measure(body) / .seconds(1) }.min() ?? 0
  }
}

/// A reading that lost something.
private struct Miscount: Error, CustomStringConvertible {
  let expected: Int
  let found: Int

  var description: String { "expected \(expected), read \(found): a fault of tailboard; please report it." }
}

extension LogTimings {
  /// The figures as lines for people.
  var text: String {
    """
    JSON lines   \(describe(lines))
    TensorBoard  \(describe(events))
    text         \(describe(printed))
    newest 1 MB  \(String(format: "%.1f ms", 1000 * firstPaint))
    \(runs) runs    found in \(String(format: "%.3f s", search))
    """
  }

  private func describe(_ reading: Reading) -> String {
    String(
      format: "%.0f MB in %.2f s: %.0f MB/s, %.1f million points", Double(reading.bytes) / 1e6,
      reading.seconds,
      reading.megabytesPerSecond, Double(reading.points) / 1e6)
  }

  /// The figures as one object.
  var json: String {
    var writer = JSONWriter()
    writer.object { writer in
      for (name, reading) in [("jsonl", lines), ("tensorboard", events), ("text", printed)] {
        writer.object(name) { writer in
          writer.member("megabytes", Double(reading.bytes) / 1e6)
          writer.member("points", reading.points)
          writer.member("seconds", reading.seconds)
          writer.member("megabytes_per_second", reading.megabytesPerSecond)
        }
      }
      writer.member("newest_megabyte_seconds", firstPaint)
      writer.member("runs", runs)
      writer.member("runs_seconds", search)
    }
    return writer.text
  }
}
