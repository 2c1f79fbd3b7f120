import Events
import Widgets

/// Why AP of a bin is what it is, in one line: the kind of error that costs most, and where its lost objects go.
struct BinVerdict {
  let bin: FrequencyBin
  private let worst: (kind: ErrorKind, gain: Double)
  private let lost: Double
  private let taken: [(bin: FrequencyBin, count: Double)]

  /// Nil where nobody says what goes wrong.
  private init?(_ report: EvaluationReport, _ task: EvaluationTask, _ bin: FrequencyBin) {
    let gains = ErrorKind.allCases.compactMap { kind in
      report.summary[.gain(kind, task, bin: bin)].map { (kind: kind, gain: $0) }
    }
    guard let worst = gains.max(by: { $0.gain < $1.gain }) else { return nil }
    self.bin = bin
    self.worst = worst
    lost = report.summary[.lost(task, bin: bin)] ?? 0
    taken = FrequencyBin.allCases
      .map { (bin: $0, count: report.summary[.lost(task, from: bin, to: $0)] ?? 0) }
      .filter { $0.count > 0 }.sorted { $0.count > $1.count }
  }

  /// Of every bin of which something is said.
  static func all(_ report: EvaluationReport, _ task: EvaluationTask) -> [BinVerdict] {
    FrequencyBin.allCases.compactMap { BinVerdict(report, task, $0) }
  }

  /// "wrong class +12.1; 31 lost, 61% to frequent, 12% to rare": what mending would add most to AP50.
  var text: String {
    let cost =
      worst.gain > 0 ? "\(worst.kind.phrase) +\(worst.gain.fixed(1))" : "nothing to mend"
    guard lost > 0 else { return cost }
    let shares = taken.map { "\((100 * $0.count / lost).fixed(0))% to \($0.bin.name)" }
    return "\(cost); \(lost.fixed(0)) lost, "
      + (shares.isEmpty ? "none to another class" : shares.joined(separator: ", "))
  }

  func spans(_ theme: Theme) -> [Span] {
    [Span(theme.mark(of: bin)), Span(" \(bin.name.padded(to: 9))", theme.title), Span(text, theme.text)]
  }
}
