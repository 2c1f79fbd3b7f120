import Annotations
import Foundation
import JSON

/// An evaluation's numbers for people and for programs.
public struct AccuracyReport: Sendable {
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

  /// Writes the members of an object: `results`, the `ranking` behind them, and `classes` where every class is told. As
  /// with the peers' tools a number of nothing to find is -1.
  public func writeMembers(to writer: inout JSONWriter) {
    writer.object("results") { writer in
      for number in results.summary { writer.member(number.name, number.value ?? -1) }
    }
    writer.object("ranking") { writer in
      for summary in results.rankingSummaries { summary.write(to: &writer) }
    }
    guard detail == .everyClass else { return }
    writer.array("classes") { writer in
      for result in results.classes { result.write(to: &writer) }
    }
  }

  /// The lines that the benchmark's own tool prints, then the ranking behind them with numbers from 0 to 100.
  public var lines: [String] {
    let summary = results.summary.map { $0.line(by: results.rules) }
    let ranking =
      ["", Self.line("ranking at IoU 0.5", RankingSummary.columns)]
      + results.rankingSummaries.map { Self.line($0.name, $0.cells) }
    guard detail == .everyClass else { return summary + ranking }
    let classes = results.classes.filter { $0.truthCount > 0 }
    return summary + ranking + ["", Self.line("class", ClassAccuracy.columns)]
      + classes.map { Self.line($0.title, $0.cells) }
  }

  private static func line(_ name: String, _ cells: [String]) -> String {
    name.padded(to: 28) + cells.map { $0.padded(toRight: 8) }.joined(separator: " ")
  }
}

extension ClassAccuracy {
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
        writer.member("R", ranking.rankingError)
        writer.member("recall", ranking.recall)
        writer.member("AP_detected", ranking.detectedAveragePrecision)
        writer.member("AP_band", [ranking.band.lowerBound, ranking.band.upperBound])
        writer.member("AP_band_slack", [ranking.slackBelow, ranking.slackAbove])
      }
    }
  }

  fileprivate static let columns = ["truths", "α"] + RankingSummary.columns.dropFirst(2)

  fileprivate var title: String {
    category.name + (category.frequency.map { " (\($0.rawValue))" } ?? "")
  }

  fileprivate var cells: [String] {
    let measures: [Double?] = [
      averagePrecision, averagePrecision(.all, threshold: 0), ranking?.recall ?? (truthCount > 0 ? 0 : nil),
      ranking?.detectedAveragePrecision, ranking?.band.lowerBound, ranking?.band.upperBound,
      ranking?.rankingError,
    ]
    let odds = ranking.map { String(format: "%.2f", $0.oddsAgainst) } ?? "-"
    return ["\(truthCount)", odds] + measures.map { $0.percent }
  }
}
