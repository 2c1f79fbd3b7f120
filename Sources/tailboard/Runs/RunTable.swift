import Events
import Foundation
import RunStore

/// Runs as a table for people, those at work first, then the newest.
struct RunTable {
  private let rows: [[String]]

  /// - Parameter most: how many are listed at most.
  init(_ runs: [RunStatus], now: Double, most: Int = .max) {
    let sorted = runs.sorted { a, b in
      a.condition.isLive == b.condition.isLive
        ? (a.lastNews ?? 0) > (b.lastNews ?? 0) : a.condition.isLive
    }
    rows =
      [["run", "state", "trainer", "step", "AP", "last news", "disk"]]
      + sorted.prefix(most).map { Self.row($0, now: now) }
  }

  /// One line a run, columns aligned.
  var text: String {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
        .joined(separator: "  ").trimmingSuffix { $0 == " " }
    }.joined(separator: "\n")
  }

  private static func row(_ run: RunStatus, now: Double) -> [String] {
    [
      run.folder.path, run.condition.word, run.holding.holder.map { "\($0.host):\($0.pid)" } ?? "–",
      "\(run.step)" + (run.totalSteps.map { "/\($0)" } ?? ""),
      run.averagePrecision.map { String(format: "%.1f", $0) } ?? "–",
      run.lastNews.map { ago(now - $0) } ?? "–", ByteCount.text(run.bytesOnDisk),
    ]
  }

  /// "5 s ago", "3 h ago"; a damaged file may claim a time that is none, or one beyond all clocks.
  static func ago(_ seconds: Double) -> String {
    guard abs(seconds) < 1e12 else { return "–" }
    let units: [(Double, String)] = [(86400, "d"), (3600, "h"), (60, "min")]
    let (size, name) = units.first { seconds >= 2 * $0.0 } ?? (1, "s")
    return "\(Int(max(seconds, 0) / size)) \(name) ago"
  }
}

extension StringProtocol {
  fileprivate func trimmingSuffix(_ isTrimmed: (Character) -> Bool) -> String {
    var end = endIndex
    while end > startIndex, isTrimmed(self[index(before: end)]) { end = index(before: end) }
    return String(self[..<end])
  }
}

/// Sizes for people.
enum ByteCount {
  /// "32.7 MB".
  static func text(_ bytes: Int) -> String {
    let units: [(Double, String)] = [(1e9, "GB"), (1e6, "MB"), (1e3, "kB")]
    guard let (size, name) = units.first(where: { Double(bytes) >= $0.0 }) else { return "\(bytes) B" }
    return String(format: "%.1f %@", Double(bytes) / size, name)
  }
}
