import Annotations
import JSON

/// How the classes of a bin are ranked at IoU 0.5, on average: why their AP is what it is.
struct RankingSummary {
  let name: String
  /// Classes with something to find.
  let classCount: Int
  /// Those of them of which something was found: only they have a ranking.
  let rankedCount: Int
  /// Mean AP of the classes.
  let averagePrecision: Double?
  /// Mean AP at IoU 0.5 of the classes.
  let averagePrecision50: Double?
  /// Mean recall of the classes.
  let recall: Double?
  /// Means over the ranked classes: AP among what is found, the bounds that α and R set to it, and R.
  let detected, least, most, error: Double?

  init(_ name: String, of classes: [ClassAccuracy]) {
    let classes = classes.filter { $0.truthCount > 0 }
    let rankings = classes.compactMap(\.ranking)
    self.name = name
    classCount = classes.count
    rankedCount = rankings.count
    averagePrecision = mean(classes.map(\.averagePrecision))
    averagePrecision50 = mean(classes.map { $0.averagePrecision(.all, threshold: 0) })
    recall = mean(classes.map { $0.ranking?.recall ?? 0 })
    detected = mean(rankings.map(\.detectedAveragePrecision))
    least = mean(rankings.map(\.band.lowerBound))
    most = mean(rankings.map(\.band.upperBound))
    error = mean(rankings.map(\.rankingError))
  }

  static let columns = ["classes", "ranked", "AP", "AP50", "recall", "found", "least", "most", "R"]

  var cells: [String] {
    ["\(classCount)", "\(rankedCount)"]
      + [averagePrecision, averagePrecision50, recall, detected, least, most, error].map(\.percent)
  }

  func write(to writer: inout JSONWriter) {
    writer.object(name) { writer in
      writer.member("classes", classCount)
      writer.member("classes_ranked", rankedCount)
      writer.member("AP", averagePrecision ?? -1)
      writer.member("AP50", averagePrecision50 ?? -1)
      writer.member("recall", recall ?? -1)
      writer.member("AP_detected", detected ?? -1)
      writer.member("AP_band", [least ?? -1, most ?? -1])
      writer.member("R", error ?? -1)
    }
  }
}

extension EvaluationResults {
  /// All classes, and by LVIS's rules the bins, each by its name; nil for all.
  var bins: [(name: String, frequency: Frequency?)] {
    let all: [(name: String, frequency: Frequency?)] = [("all", nil)]
    return rules.hasBins ? all + [("rare", .rare), ("common", .common), ("frequent", .frequent)] : all
  }

  /// The ranking of all classes, and by LVIS's rules that of each bin.
  var rankingSummaries: [RankingSummary] {
    bins.map { name, bin in
      RankingSummary(name, of: classes.filter { bin == nil || $0.category.frequency == bin })
    }
  }
}

extension BenchmarkRules {
  /// Whether classes are told apart by how often they are trained on.
  var hasBins: Bool {
    switch self {
    case .lvis, .lvisFixed: true
    case .coco: false
    }
  }
}
