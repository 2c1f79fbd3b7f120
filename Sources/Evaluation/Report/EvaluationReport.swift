import Annotations
import Foundation
import JSON

/// An evaluation's numbers for people and for programs.
public struct EvaluationReport: Sendable {
  /// How much is told.
  public enum Detail: Sendable {
    case summary, everyClass
  }

  private let results: EvaluationResults
  private let detail: Detail

  /// A report of results.
  public init(_ results: EvaluationResults, detail: Detail) {
    self.results = results
    self.detail = detail
  }

  /// Writes the members of an object: `results`, and `classes` where every class is told. As with the peers' tools a
  /// number of nothing to find is -1.
  public func writeMembers(to writer: inout JSONWriter) {
    writer.object("results") { writer in
      for number in results.summary { writer.member(number.name, number.value ?? -1) }
    }
    guard detail == .everyClass else { return }
    writer.array("classes") { writer in
      for result in results.classes { result.write(to: &writer) }
    }
  }

  /// Lines of text, numbers from 0 to 100.
  public var lines: [String] {
    let summary = results.summary.map { "\($0.name.padded(to: 9))\($0.value.percent.padded(toRight: 6))" }
    guard detail == .everyClass else { return summary }
    return summary + ["", Self.heading] + results.classes.filter { $0.truthCount > 0 }.map(\.line)
  }

  private static let heading =
    "class".padded(to: 28)
    + ["truths", "AP", "AP50", "recall", "found", "least", "most", "R", "α"].map { $0.padded(toRight: 8) }
    .joined()
}

extension ClassResult {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("id", category.id)
      writer.member("name", category.name)
      if let frequency = category.frequency { writer.member("frequency", String(frequency.rawValue)) }
      writer.member("truths", truthCount)
      writer.member("AP", averagePrecision ?? -1)
      writer.member("AP50", averagePrecision(.all, threshold: 0) ?? -1)
      guard let ranking else { return }
      writer.object("ranking") { writer in
        writer.member("alpha", ranking.oddsAgainst)
        writer.member("error", ranking.rankingError)
        writer.member("recall", ranking.recall)
        writer.member("AP_detected", ranking.detectedAveragePrecision)
        writer.member("AP_band", [ranking.band.lowerBound, ranking.band.upperBound])
        writer.member("AP_band_slack", [ranking.slackBelow, ranking.slackAbove])
      }
    }
  }

  fileprivate var line: String {
    let columns = [
      "\(truthCount)", averagePrecision.percent, averagePrecision(.all, threshold: 0).percent,
      (ranking?.recall).percent, (ranking?.detectedAveragePrecision).percent,
      (ranking?.band.lowerBound).percent, (ranking?.band.upperBound).percent,
      (ranking?.rankingError).percent, ranking.map { String(format: "%.2f", $0.oddsAgainst) } ?? "-",
    ]
    let letter = category.frequency.map { " (\($0.rawValue))" } ?? ""
    return "\(category.name)\(letter)".padded(to: 28) + columns.map { $0.padded(toRight: 8) }.joined()
  }
}
