import Annotations
import Events
import JSON

/// What goes wrong at IoU 0.5, by bin and by class: errors, duplicates, and who takes whose objects.
struct ErrorReport {
  private static let exchanges = 10

  let results: EvaluationResults

  // MARK: - Text

  var tables: [ReportTable] { [errors, duplicates] + (results.rules.hasBins ? [flow] : []) + [calibration] }

  /// What mending each kind alone would add to AP50, with how many errors there are.
  private var errors: ReportTable {
    var table = ReportTable(
      "ΔAP50 of mending (errors)", columns: ErrorKind.allCases.flatMap { [$0.name, "n"] })
    for (name, bin) in results.bins {
      guard let summary = results.errorSummary(of: bin) else { continue }
      table.add(name, ErrorKind.allCases.flatMap { [summary.gain($0).percent, "\(summary.count($0))"] })
    }
    return table
  }

  private var duplicates: ReportTable {
    var table = ReportTable("duplicates at IoU 0.5", columns: ["n", "ΔAP_dup", "R_dup", "R_other"])
    for (name, bin) in results.bins {
      let cost = DuplicateSummary(of: results.classes.filter { bin == nil || $0.category.frequency == bin })
      table.add(
        name, ["\(cost.count)"] + [cost.gain, cost.rankingError, cost.otherRankingError].map(\.percent))
    }
    return table
  }

  /// Where the objects of each bin go that their classes did not get.
  private var flow: ReportTable {
    var table = ReportTable(
      "objects lost, and to whom", columns: ["lost", "rare", "common", "frequent", "nobody"])
    for (name, bin) in results.bins {
      guard let bin else { continue }
      let lost = results.lostObjects(of: bin)
      let taken = Frequency.allCases.map { lost.takenBy[$0] ?? 0 }
      let shares = (taken + [lost.count - taken.reduce(0, +)]).map {
        lost.count == 0 ? "-" : "\($0) (\(100 * $0 / lost.count)%)"
      }
      table.add(name, ["\(lost.count)"] + shares)
    }
    return table
  }

  /// How far scores are from the share of detections that are right.
  private var calibration: ReportTable {
    var table = ReportTable(
      "right, of scores up to (%)", columns: ["ECE"] + (1...10).map { "\(10 * $0)" })
    for (name, bin) in results.bins {
      let reliability = results.reliability(of: bin)
      let shares = reliability.ranges.map { $0.count == 0 ? nil : Double($0.trueCount) / Double($0.count) }
      table.add(name, ([reliability.calibrationError] + shares).map(\.percent))
    }
    return table
  }

  /// Of each class the kinds of its errors, and in words who takes its objects.
  var classLines: [String] {
    let columns = ErrorKind.allCases.map(\.name) + ["ΔAP_dup", "lost"]
    var table = ReportTable("class, ΔAP50 of mending", columns: columns)
    for result in results.classes where result.truthCount > 0 {
      table.add(
        result.title,
        ErrorKind.allCases.map { (result.errors?.gain($0)).flatMap { $0 }.percent }
          + [result.duplicates.gain.percent, "\(result.confusion?.lost ?? 0)"])
    }
    return table.lines + [""] + results.classes.compactMap(confusionLine)
  }

  private func confusionLine(_ result: ClassAccuracy) -> String? {
    guard let confusion = result.confusion, !confusion.takers.isEmpty || !confusion.sources.isEmpty else {
      return nil
    }
    func list(_ exchanges: [ClassExchange], of total: Int?) -> String {
      exchanges.prefix(Self.exchanges).map { exchange in
        "\(exchange.count)\(total.map { " of \($0)" } ?? "") \(results.classes[exchange.category].category.name)"
      }.joined(separator: ", ")
    }
    let takers = confusion.takers.isEmpty ? nil : "loses to \(list(confusion.takers, of: confusion.lost))"
    let sources = confusion.sources.isEmpty ? nil : "takes of \(list(confusion.sources, of: nil))"
    return "\(result.title): " + [takers, sources].compactMap(\.self).joined(separator: "; ")
  }

  // MARK: - JSON

  func writeMembers(to writer: inout JSONWriter) {
    writer.object("errors") { writer in
      for (name, bin) in results.bins {
        guard let summary = results.errorSummary(of: bin) else { continue }
        writer.object(name) { $0.writeErrors(gain: summary.gain, count: summary.count) }
      }
    }
    writer.object("duplicates") { writer in
      for (name, bin) in results.bins {
        DuplicateSummary(of: results.classes.filter { bin == nil || $0.category.frequency == bin })
          .write(name, to: &writer)
      }
    }
    writeCalibration(to: &writer)
    guard results.rules.hasBins else { return }
    writer.object("lost") { writer in
      for (name, bin) in results.bins {
        guard let bin else { continue }
        let lost = results.lostObjects(of: bin)
        writer.object(name) { writer in
          writer.member("count", lost.count)
          for (name, taker) in results.bins {
            guard let taker else { continue }
            writer.member("to_\(name)", lost.takenBy[taker] ?? 0)
          }
        }
      }
    }
  }

  private func writeCalibration(to writer: inout JSONWriter) {
    writer.object("calibration") { writer in
      for (name, bin) in results.bins {
        let reliability = results.reliability(of: bin)
        writer.object(name) { writer in
          writer.member("ECE", reliability.calibrationError ?? -1)
          writer.member("count", reliability.ranges.map(\.count))
          writer.member("right", reliability.ranges.map(\.trueCount))
          writer.member(
            "score", reliability.ranges.map { $0.count == 0 ? -1 : $0.scoreSum / Double($0.count) })
        }
      }
    }
  }

  /// The members of a class.
  func write(_ result: ClassAccuracy, to writer: inout JSONWriter) {
    if let errors = result.errors {
      writer.object("errors") { $0.writeErrors(gain: errors.gain, count: errors.count) }
    }
    guard let confusion = result.confusion else { return }
    writer.member("lost", confusion.lost)
    for (key, exchanges) in [("taken_by", confusion.takers), ("takes_of", confusion.sources)] {
      writer.array(key) { writer in
        for exchange in exchanges.prefix(Self.exchanges) {
          writer.object { writer in
            writer.member("id", results.classes[exchange.category].category.id)
            writer.member("count", exchange.count)
          }
        }
      }
    }
  }
}

extension JSONWriter {
  /// ΔAP50 and number of each kind of error; ΔAP is -1 where nothing is left to measure.
  fileprivate mutating func writeErrors(gain: (ErrorKind) -> Double?, count: (ErrorKind) -> Int) {
    for kind in ErrorKind.allCases {
      object(kind.name) { writer in
        writer.member("dAP", gain(kind) ?? -1)
        writer.member("count", count(kind))
      }
    }
  }
}

/// What duplicates cost some classes, on average.
private struct DuplicateSummary {
  let count: Int
  /// Mean over the classes with something to find.
  let gain: Double?
  /// Means over the classes of which something was found.
  let rankingError, otherRankingError: Double?

  init(of classes: [ClassAccuracy]) {
    let costs = classes.map(\.duplicates)
    count = costs.reduce(0) { $0 + $1.count }
    gain = mean(costs.map(\.gain))
    rankingError = mean(costs.map(\.rankingError))
    otherRankingError = mean(classes.map(\.otherRankingError))
  }

  func write(_ name: String, to writer: inout JSONWriter) {
    writer.object(name) { writer in
      writer.member("count", count)
      writer.member("dAP_dup", gain ?? -1)
      writer.member("R_dup", rankingError ?? -1)
      writer.member("R_other", otherRankingError ?? -1)
    }
  }
}
