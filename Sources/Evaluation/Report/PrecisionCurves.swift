import Annotations
import Foundation

extension DetectionEvaluation {
  /// Precision over recall as CSV: of all classes, of each bin (mean of its classes) and of each class with something to
  /// find, at IoU .5, at .75, and the mean of .5 to .95; a line for each recall 0, 0.01, … 1.
  public func curvesCSV() throws -> String {
    let dataset = matcher.dataset
    let classes = byClass(outcomes.withLock { $0 })
    let matcher = matcher
    let curves = try concurrentMap(classes.count) { category in
      PrecisionCurve(
        PrecisionRecall(outcomes: classes[category].byDescendingScore()) {
          matcher.truths.count(ofClass: category, $0)
        })
    }
    var lines = ["scope,name,recall,precision50,precision75,precision"]
    let bins: [(name: String, frequency: Frequency?)] =
      matcher.rules.hasBins
      ? [("all", nil), ("rare", .rare), ("common", .common), ("frequent", .frequent)] : [("all", nil)]
    for (name, frequency) in bins {
      let own = dataset.categories.indices.filter {
        frequency == nil || dataset.categories[$0].frequency == frequency
      }
      lines += PrecisionCurve(meanOf: own.compactMap { curves[$0] })?.lines("bin", name) ?? []
    }
    for (category, curve) in zip(dataset.categories, curves) {
      lines += curve?.lines("class", category.name) ?? []
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// Precision at 101 recalls, each at IoU .5, at .75, and the mean of .5 to .95.
private struct PrecisionCurve: Sendable {
  private let points: [[Double]]

  init?(_ curve: PrecisionRecall) {
    let all = IoUThresholds.values.indices.compactMap { curve.curve(.all, threshold: $0) }
    guard all.count == IoUThresholds.count else { return nil }
    points = (0...100).map { point in
      [all[0][point], all[5][point], all.reduce(0) { $0 + $1[point] } / Double(all.count)]
    }
  }

  init?(meanOf curves: [PrecisionCurve]) {
    guard !curves.isEmpty else { return nil }
    points = (0...100).map { point in
      (0..<3).map { column in
        curves.reduce(0) { $0 + $1.points[point][column] } / Double(curves.count)
      }
    }
  }

  func lines(_ scope: String, _ name: String) -> [String] {
    let quoted = "\"" + name.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    return points.enumerated().map { point, values in
      let numbers = values.map { String(format: "%.6f", $0) }.joined(separator: ",")
      return "\(scope),\(quoted),\(String(format: "%.2f", Double(point) / 100)),\(numbers)"
    }
  }
}
