import Annotations

/// How often detections of a score are right at IoU 0.5: ten ranges of score of equal width, the last with its end.
public struct Reliability: Sendable, Equatable {
  /// The detections of one range of scores.
  public struct Range: Sendable, Equatable {
    /// How many there are.
    public fileprivate(set) var count = 0
    /// How many of them found a truth.
    public fileprivate(set) var trueCount = 0
    /// The sum of their scores.
    public fileprivate(set) var scoreSum = 0.0
  }

  /// The ranges, from 0.0–0.1 to 0.9–1.0.
  public private(set) var ranges = [Range](repeating: Range(), count: 10)
  /// Whether every score can be a probability.
  private var isOfProbabilities = true

  init() {}

  init(_ outcomes: some Sequence<Outcome>) {
    let condition = Conditions(.all, threshold: 0)
    for outcome in outcomes {
      let isTrue = outcome.truePositive.contains(condition)
      guard isTrue || outcome.falsePositive.contains(condition) else { continue }
      guard 0...1 ~= outcome.score else {
        isOfProbabilities = false
        continue
      }
      let range = min(Int(outcome.score * 10), 9)
      ranges[range].count += 1
      ranges[range].trueCount += isTrue ? 1 : 0
      ranges[range].scoreSum += outcome.score
    }
  }

  /// Detections of both.
  static func + (a: Reliability, b: Reliability) -> Reliability {
    var sum = a
    for index in sum.ranges.indices {
      sum.ranges[index].count += b.ranges[index].count
      sum.ranges[index].trueCount += b.ranges[index].trueCount
      sum.ranges[index].scoreSum += b.ranges[index].scoreSum
    }
    sum.isOfProbabilities = a.isOfProbabilities && b.isOfProbabilities
    return sum
  }

  /// ECE (Guo et al., ICML 2017): how far, on average over the detections, a range's mean score is from the share of it
  /// that is right; nil of no detection, and of scores that are no probabilities.
  public var calibrationError: Double? {
    let count = ranges.reduce(0) { $0 + $1.count }
    guard count > 0, isOfProbabilities else { return nil }
    return ranges.reduce(0) { $0 + abs($1.scoreSum - Double($1.trueCount)) } / Double(count)
  }
}

extension EvaluationResults {
  /// How often detections of a score are right, of all classes for nil, or of a bin.
  public func reliability(of frequency: Frequency? = nil) -> Reliability {
    classes.lazy.filter { frequency == nil || $0.category.frequency == frequency }
      .reduce(Reliability()) { $0 + $1.reliability }
  }
}
