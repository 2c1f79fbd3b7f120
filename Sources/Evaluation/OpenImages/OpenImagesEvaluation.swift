/// How Open Images counts: boxes at IoU 0.5, PASCAL's area under the curve.
///
/// A detection that lies in a group's box by half is not wrong. A group counts as so many objects, its weight, found
/// with the best score of the detections inside it; with weight 0 it only forgives.
public enum OpenImagesRules: Sendable, Equatable {
  /// Every detection counts (OpenImagesDetectionEvaluator; its weight is 0 unless said otherwise).
  case v2(groupWeight: Double)
  /// Detections count only of classes that were verified to be in the image or not (OpenImagesChallengeEvaluator; its
  /// weight is 1 unless said otherwise).
  case challenge(groupWeight: Double)

  var groupWeight: Double {
    switch self {
    case .v2(let weight), .challenge(let weight): weight
    }
  }
}

/// AP of each class of Open Images, and their mean.
public struct OpenImagesResults: Sendable {
  /// The classes, by class index.
  public let classes: [OpenImagesData.Class]
  /// AP by class index; nil where there is nothing to find.
  public let averagePrecisions: [Double?]

  /// Mean AP of the classes; nil where there is nothing to find.
  public var meanAveragePrecision: Double? { mean(averagePrecisions) }
}

extension OpenImagesData {
  /// The numbers by some rules, computed on all cores.
  public func evaluated(by rules: OpenImagesRules) throws -> OpenImagesResults {
    let matched = try concurrentMap(images.count) { images[$0].labelled(by: rules) }
    var tally = OpenImagesTally(classes: classes, rules: rules)
    for (image, labelled) in zip(images, matched) { tally.add(labelled, truths: image.truths) }
    return try tally.results()
  }
}

/// A score, and how much was found with it: 0 for a false positive.
struct OpenImagesLabel: Sendable {
  let score: Double
  let weight: Double
}

// MARK: - One image

extension OpenImagesData.Image {
  /// The labels of every class's detections, class by class.
  func labelled(by rules: OpenImagesRules) -> [(category: Int, label: OpenImagesLabel)] {
    let truthsOfClass = Dictionary(grouping: truths, by: \.category)
    let detectionsOfClass = Dictionary(grouping: detections.filter(\.box.isValid), by: \.category)
    return detectionsOfClass.keys.sorted().filter { counts($0, truthsOfClass, rules) }.flatMap { category in
      Self.labels(detectionsOfClass[category] ?? [], truths: truthsOfClass[category] ?? [], rules.groupWeight)
        .map { (category, $0) }
    }
  }

  private func counts(
    _ category: Int, _ truthsOfClass: [Int: [OpenImagesData.Truth]], _ rules: OpenImagesRules
  ) -> Bool {
    switch rules {
    case .v2: true
    case .challenge: verified.contains(category) || truthsOfClass[category] != nil
    }
  }

  /// Labels of one class's detections: first each takes the object that it overlaps most, unless that is taken; then
  /// those left over may lie in a group.
  private static func labels(
    _ detections: [OpenImagesData.Detection], truths: [OpenImagesData.Truth], _ groupWeight: Double
  ) -> [OpenImagesLabel] {
    let sorted = detections.sortedAsNumpy { $0.score }
    let objects = truths.filter { !$0.isGroup }
    let groups = truths.filter(\.isGroup)
    var isTaken = [Bool](repeating: false, count: objects.count)
    var groupScores = [Double](repeating: 0, count: groups.count)
    var labels: [OpenImagesLabel] = []
    for detection in sorted {
      if let object = objects.best({ detection.box.intersectionOverUnion($0.box) }), !isTaken[object] {
        isTaken[object] = true
        labels.append(OpenImagesLabel(score: detection.score, weight: 1))
      } else if let group = groups.best({ detection.box.intersectionOverArea(in: $0.box) }) {
        groupScores[group] = max(groupScores[group], detection.score)
      } else {
        labels.append(OpenImagesLabel(score: detection.score, weight: 0))
      }
    }
    guard groupWeight > 0 else { return labels }
    return labels + groupScores.filter { $0 > 0 }.map { OpenImagesLabel(score: $0, weight: groupWeight) }
  }
}

extension [OpenImagesData.Truth] {
  /// The first of most overlap, if that reaches a half.
  fileprivate func best(_ overlap: (Element) -> Double) -> Int? {
    var best: Int?, most = 0.0
    for (index, truth) in enumerated() {
      let overlap = overlap(truth)
      if overlap > most { (best, most) = (index, overlap) }
    }
    return most >= 0.5 ? best : nil
  }
}

// MARK: - One class

extension [OpenImagesLabel] {
  /// The area under the curve of the best precision at each recall or beyond.
  func averagePrecision(truthCount: Double) -> Double {
    var hits = 0.0, misses = 0.0
    var curve: [(recall: Double, precision: Double)] = []
    for label in sortedAsNumpy({ $0.score }) {
      hits += label.weight
      misses += label.weight <= 0 ? 1 : 0
      curve.append((hits / truthCount, hits / (hits + misses)))
    }
    var area = 0.0, best = 0.0
    for (index, point) in curve.enumerated().reversed() {
      best = Swift.max(best, point.precision)
      area += best * (point.recall - (index == 0 ? 0 : curve[index - 1].recall))
    }
    return area
  }
}

extension Array {
  /// By descending score; NOTE: the reference turns an ascending order round, so that of equal ones the last is first.
  fileprivate func sortedAsNumpy(_ score: (Element) -> Double) -> [Element] {
    indices.sorted { (score(self[$0]), $0) > (score(self[$1]), $1) }.map { self[$0] }
  }
}
