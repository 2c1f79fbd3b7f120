import Annotations
import Synchronization

/// Average precision over a dataset, fed one image's detections at a time from any thread.
///
/// Detections are matched as they come and leave a few bytes each, so that masks never pile up. Images that were not
/// fed are images without detections. The order of feeding changes nothing.
public final class DetectionEvaluation: Sendable {
  let matcher: ImageMatcher
  /// The outcomes of each image.
  let outcomes: Mutex<[[Outcome]]>

  /// An evaluation over all images of a dataset.
  public init(_ dataset: Dataset, rules: BenchmarkRules, task: EvaluationTask) {
    matcher = ImageMatcher(dataset, rules: rules, task: task)
    outcomes = Mutex(Array(repeating: [], count: dataset.images.count))
  }

  /// Takes all detections of an image, in place of any it had; `masks` are theirs, in the same order.
  public func add(_ detections: [DetectedInstance], masks: [RunLengthMask] = [], image: Int) throws {
    let matched = try matcher.outcomes(
      image: image, detections: detections, indices: detections.indices, masks: masks)
    outcomes.withLock { $0[image] = matched }
  }

  /// The numbers of what was fed so far, computed on all cores.
  public func results() throws -> EvaluationResults {
    let classes = byClass(outcomes.withLock { $0 })
    let matcher = matcher
    return EvaluationResults(
      rules: matcher.rules,
      classes: try concurrentMap(classes.count) { category in
        ClassAccuracy(
          matcher.dataset.categories[category], outcomes: classes[category], rules: matcher.rules
        ) { matcher.truths.count(ofClass: category, $0) }
      })
  }

  /// Each class's outcomes in the order of images.
  private func byClass(_ images: [[Outcome]]) -> [[Outcome]] {
    var classes = [[Outcome]](repeating: [], count: matcher.dataset.categories.count)
    for image in images {
      for outcome in image { classes[Int(outcome.category)].append(outcome) }
    }
    return classes
  }
}
