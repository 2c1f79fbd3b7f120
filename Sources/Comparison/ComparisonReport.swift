import Cells
import Events
import Foundation
import Recipes

/// A comparison's table, for people and for programs.
public struct ComparisonReport: Sendable {
  let plan: ComparisonPlan
  let standings: [Standing]
  let published: [PublishedResult]

  /// The report of what a plan's folder holds.
  public init(on plan: ComparisonPlan) throws {
    self.plan = plan
    standings = Standing.of(try plan.runs())
    published = try PublishedResult.all().filter { result in plan.losses.contains(result.loss) }
  }

  /// AP and its bins, in the order of the columns.
  private static func keys(_ task: EvaluationTask) -> [MetricKey] {
    [.averagePrecision(task)] + FrequencyBin.allCases.map { .averagePrecision(task, bin: $0) }
  }
}

// MARK: - Text

extension ComparisonReport {
  /// Lines of text: one table for boxes, one for masks, and what was published.
  public var lines: [String] {
    let held = plan.held.isEmpty ? "" : ", the same for all: \(plan.held.joined(separator: ", "))"
    let title =
      "\(plan.recipe.name), \(plan.recipe.schedule.length)\(held), mean ± standard deviation over seeds"
    return [title] + EvaluationTask.allCases.flatMap(table) + publishedTable
  }

  private func table(of task: EvaluationTask) -> [String] {
    let heading =
      "\(task == .box ? "box" : "mask")".padded(to: 14) + "seeds ".padded(to: 9, alignment: .trailing)
      + ["AP", "APr", "APc", "APf"].map { $0.padded(to: 7, alignment: .trailing).padded(to: 14) }.joined()
    let rows = standings.map { standing in
      "  \(standing.loss)".padded(to: 14) + "\(standing.seeds) ".padded(to: 9, alignment: .trailing)
        + Self.keys(task).map { standing.spread(of: $0).text.padded(to: 14) }.joined()
    }
    return ["", heading.trimmed] + rows.map(\.trimmed)
  }

  private var publishedTable: [String] {
    guard !published.isEmpty else { return [] }
    let figures = ["AP", "APr", "APc", "APf"]
    let heading =
      "  loss".padded(to: 14) + "detector".padded(to: 28) + "length sampler "
      + (["box AP"] + figures.dropFirst() + ["mask AP"] + figures.dropFirst())
      .map { $0.padded(to: 8, alignment: .trailing) }.joined() + "  source"
    let rows = published.map { row in
      "  \(row.loss)".padded(to: 14) + row.detector.padded(to: 28) + row.schedule.padded(to: 7)
        + row.sampler.padded(to: 8)
        + EvaluationTask.allCases.flatMap(Self.keys).map {
          row.results[$0].text.padded(to: 8, alignment: .trailing)
        }.joined()
        + "  \(row.source)"
    }
    return ["", "published, LVIS v1 val (other data: the order compares, the figures do not)", heading] + rows
  }
}

extension Standing {
  /// "2", or "1 of 2" while some have not come to their end.
  fileprivate var seeds: String {
    finished.count == runs.count ? "\(runs.count)" : "\(finished.count) of \(runs.count)"
  }
}

extension Spread? {
  /// "47.6 ± 0.8", right-aligned on the point; a dash for nothing.
  fileprivate var text: String {
    guard let self else { return "–".padded(to: 7, alignment: .trailing) }
    let deviation = self.deviation.map { String(format: " ± %.1f", $0) } ?? ""
    return String(format: "%.1f", self.mean).padded(to: 7, alignment: .trailing) + deviation
  }
}

extension Double? {
  fileprivate var text: String { map { String(format: "%.1f", $0) } ?? "–" }
}

extension String {
  /// Without spaces at its end.
  fileprivate var trimmed: String { String(reversed().drop { $0 == " " }.reversed()) }
}
