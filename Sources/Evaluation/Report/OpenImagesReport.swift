import Foundation
import JSON

/// The numbers of Open Images for people and for programs.
public struct OpenImagesReport: Sendable {
  private let results: OpenImagesResults
  private let detail: AccuracyReport.Detail

  /// A report of results.
  public init(_ results: OpenImagesResults, detail: AccuracyReport.Detail) {
    self.results = results
    self.detail = detail
  }

  /// Writes the members of an object: `results`, and `classes` where every class is told; a number of nothing to find
  /// is -1.
  public func writeMembers(to writer: inout JSONWriter) {
    writer.object("results") { $0.member("mAP", results.meanAveragePrecision ?? -1) }
    guard detail == .everyClass else { return }
    writer.array("classes") { writer in
      for (category, precision) in zip(results.classes, results.averagePrecisions) {
        writer.object { writer in
          writer.member("id", category.id)
          writer.member("name", category.name)
          writer.member("AP", precision ?? -1)
        }
      }
    }
  }

  /// Lines of text, numbers from 0 to 100.
  public var lines: [String] {
    let rows = zip(results.classes, results.averagePrecisions).filter { $0.1 != nil }
    return ["mAP".padded(to: 28) + results.meanAveragePrecision.percent]
      + (detail == .everyClass ? rows.map { $0.0.name.padded(to: 28) + $0.1.percent } : [])
  }
}
