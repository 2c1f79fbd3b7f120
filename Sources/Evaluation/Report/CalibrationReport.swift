import Annotations
import Foundation
import JSON

/// AP of boxes at each strength of a calibration by how often classes occur: what margins were still missing.
public struct CalibrationReport: Sendable {
  private let results: [(strength: Double, results: EvaluationResults)]

  /// A report of the results at each strength.
  public init(_ results: [(Double, EvaluationResults)]) {
    self.results = results.map { (strength: $0, results: $1) }
  }

  /// A line each: AP of all classes, rare, common and frequent ones, from 0 to 100.
  public var lines: [String] {
    var table = ReportTable("boxes, at γ", columns: ["AP", "rare", "common", "frequent"])
    for (strength, results) in results {
      table.add(
        String(format: "%g", strength),
        ([nil] + Frequency.allCases).map { results.averagePrecision(ofBin: $0).percent })
    }
    return table.lines
  }

  /// Writes the array `strengths`, AP from 0 to 1 and -1 where there is nothing to find.
  public func writeMembers(to writer: inout JSONWriter) {
    writer.array("strengths") { writer in
      for (strength, results) in results {
        writer.object { writer in
          writer.member("gamma", strength)
          writer.member("AP", results.averagePrecision() ?? -1)
          for frequency in Frequency.allCases {
            writer.member("AP\(frequency.rawValue)", results.averagePrecision(of: frequency) ?? -1)
          }
        }
      }
    }
  }
}
