import Annotations
import Foundation
import JSON

/// Two results files on the same truths: how AP differs, and whether chance could have made the difference.
public struct PairReport: Sendable {
  private static let movedClasses = 10

  private let first, second: EvaluationResults
  private let difference: PrecisionSamples

  /// A report of the second file against the first; both were evaluated on the same dataset.
  ///
  /// - Parameter resamples: how many draws of the images intervals come from, the same draws for both.
  public init(_ first: DetectionEvaluation, _ second: DetectionEvaluation, resamples: Int) throws {
    self.first = try first.results()
    self.second = try second.results()
    difference = try second.precisionSamples(count: resamples, seed: 1)
      .difference(from: first.precisionSamples(count: resamples, seed: 1))
  }

  /// AP of both and the difference by bin, then the classes that moved most.
  public var lines: [String] {
    var bins = ReportTable(
      "paired, \(difference[nil].count) resamples", columns: ["AP 1", "AP 2", "ΔAP", "least", "most"])
    for (name, bin) in first.bins {
      let interval = change(ofBin: bin).flatMap { difference.interval(bin, around: $0) }
      bins.add(
        name,
        [
          first.averagePrecision(ofBin: bin), second.averagePrecision(ofBin: bin), change(ofBin: bin),
          interval?.lowerBound, interval?.upperBound,
        ].map(\.percent))
    }
    var moved = ReportTable("classes that moved most", columns: ["truths", "AP 1", "AP 2", "ΔAP"])
    for pair in mostMoved {
      moved.add(
        pair.first.title,
        ["\(pair.first.truthCount)"]
          + [pair.first.averagePrecision, pair.second.averagePrecision, pair.change].map(\.percent))
    }
    return bins.lines + [""] + moved.lines
  }

  /// Writes the members of an object: `difference` by bin, and `moved`.
  public func writeMembers(to writer: inout JSONWriter) {
    writer.object("difference") { writer in
      writer.member("resamples", difference[nil].count)
      for (name, bin) in first.bins {
        writer.object(name) { writer in
          writer.member(
            "AP", [first.averagePrecision(ofBin: bin) ?? -1, second.averagePrecision(ofBin: bin) ?? -1])
          writer.member("dAP", change(ofBin: bin))
          let interval = change(ofBin: bin).flatMap { difference.interval(bin, around: $0) }
          writer.writeCertainty(interval, difference, bin)
        }
      }
    }
    writer.array("moved") { writer in
      for pair in mostMoved {
        writer.object { writer in
          writer.member("id", pair.first.category.id)
          writer.member("name", pair.first.category.name)
          writer.member("AP", [pair.first.averagePrecision ?? -1, pair.second.averagePrecision ?? -1])
          writer.member("dAP", pair.change)
        }
      }
    }
  }

  private func change(ofBin bin: Frequency?) -> Double? {
    first.averagePrecision(ofBin: bin).flatMap { before in
      second.averagePrecision(ofBin: bin).map { $0 - before }
    }
  }

  private var mostMoved: [(first: ClassAccuracy, second: ClassAccuracy, change: Double)] {
    let changes = zip(first.classes, second.classes).compactMap { first, second in
      first.averagePrecision.flatMap { before in
        second.averagePrecision.map { (first: first, second: second, change: $0 - before) }
      }
    }
    return Array(
      changes.filter { $0.change != 0 }.sorted {
        (abs($1.change), $0.first.category.id) < (abs($0.change), $1.first.category.id)
      }.prefix(Self.movedClasses))
  }
}
