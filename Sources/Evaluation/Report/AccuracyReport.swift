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
  private let certainty: CertaintyReport?

  /// A report of results, with how sure they are where resamples were drawn.
  public init(_ results: EvaluationResults, detail: Detail, samples: PrecisionSamples? = nil) {
    self.results = results
    self.detail = detail
    certainty = samples.map { CertaintyReport(results: results, samples: $0) }
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
    certainty?.writeMembers(to: &writer)
    errors?.writeMembers(to: &writer)
    guard detail == .everyClass else { return }
    writer.array("classes") { writer in
      for result in results.classes {
        writer.object { writer in
          result.writeMembers(to: &writer)
          errors?.write(result, to: &writer)
        }
      }
    }
  }

  /// What is wrong with the detections; nil unless that was asked for.
  private var errors: ErrorReport? {
    results.classes.contains { $0.errors != nil } ? ErrorReport(results: results) : nil
  }

  /// The lines that the benchmark's own tool prints, then the ranking and the errors behind them with numbers from 0 to 100.
  public var lines: [String] {
    var blocks = [results.summary.map { $0.line(by: results.rules) }, ranking.lines]
    if let certainty { blocks.append(certainty.table.lines) }
    blocks += errors?.tables.map(\.lines) ?? []
    if detail == .everyClass {
      blocks.append(classes.lines)
      if let errors { blocks.append(errors.classLines) }
    }
    return Array(blocks.joined(separator: [""]))
  }

  private var ranking: ReportTable {
    var table = ReportTable("ranking at IoU 0.5", columns: RankingSummary.columns)
    for summary in results.rankingSummaries { table.add(summary.name, summary.cells) }
    return table
  }

  private var classes: ReportTable {
    var table = ReportTable("class", columns: ClassAccuracy.columns)
    for result in results.classes where result.truthCount > 0 { table.add(result.title, result.cells) }
    return table
  }
}

extension ClassAccuracy {
  fileprivate func writeMembers(to writer: inout JSONWriter) {
    writer.member("id", category.id)
    writer.member("name", category.name)
    if let frequency = category.frequency { writer.member("frequency", String(frequency.rawValue)) }
    writer.member("truths", truthCount)
    writer.member("AP", averagePrecision ?? -1)
    writer.member("AP50", averagePrecision(.all, threshold: 0) ?? -1)
    writer.member("duplicates", duplicates.count)
    writer.member("dAP_dup", duplicates.gain ?? -1)
    guard let ranking else { return }
    writer.object("ranking") { writer in
      writer.member("alpha", ranking.oddsAgainst)
      writer.member("R", ranking.rankingError)
      writer.member("R_dup", duplicates.rankingError ?? -1)
      writer.member("recall", ranking.recall)
      writer.member("AP_detected", ranking.detectedAveragePrecision)
      writer.member("AP_band", [ranking.band.lowerBound, ranking.band.upperBound])
      writer.member("AP_band_slack", [ranking.slackBelow, ranking.slackAbove])
    }
  }

  fileprivate static let columns = ["truths", "α"] + RankingSummary.columns.dropFirst(2)

  var title: String {
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
