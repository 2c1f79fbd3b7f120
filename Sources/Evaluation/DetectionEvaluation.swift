import Annotations
import Synchronization

/// Average precision over a dataset, fed one image's detections at a time from any thread.
///
/// Detections are matched as they come and leave a few bytes each, so that masks never pile up. Images that were not
/// fed are images without detections. The order of feeding changes nothing.
public final class DetectionEvaluation: Sendable {
  let matcher: ImageMatcher
  /// The outcomes of each image.
  let outcomes: Mutex<[ImageOutcomes]>

  /// An evaluation over all images of a dataset.
  public init(_ dataset: Dataset, rules: BenchmarkRules, task: EvaluationTask, depth: EvaluationDepth) {
    matcher = ImageMatcher(dataset, rules: rules, task: task, depth: depth)
    outcomes = Mutex(Array(repeating: ImageOutcomes(), count: dataset.images.count))
  }

  /// Takes all detections of an image, in place of any it had; `masks` are theirs, in the same order.
  public func add(_ detections: [DetectedInstance], masks: [RunLengthMask] = [], image: Int) throws {
    let matched = try matcher.outcomes(
      image: image, detections: detections, indices: detections.indices, masks: masks)
    outcomes.withLock { $0[image] = matched }
  }

  /// The numbers of what was fed so far, computed on all cores.
  public func results() throws -> EvaluationResults {
    let images = outcomes.withLock { $0 }
    let matcher = matcher
    let classes = byClass(images)
    let errors = errors(images)
    let confusions = confusions(images)
    return EvaluationResults(
      rules: matcher.rules,
      classes: try concurrentMap(classes.count) { category in
        let truthCount = { @Sendable in matcher.truths.count(ofClass: category, $0) }
        return ClassAccuracy(
          matcher.dataset.categories[category], outcomes: classes[category], rules: matcher.rules,
          errors: errors.map { ClassErrors($0[category], category: category, truthCount: truthCount(.all)) },
          confusion: confusions?[category], truthCount: truthCount)
      })
  }

  /// Each class's outcomes in the order of images.
  func byClass(_ images: [ImageOutcomes]) -> [[Outcome]] {
    var classes = [[Outcome]](repeating: [], count: matcher.dataset.categories.count)
    for image in images {
      for outcome in image.outcomes { classes[Int(outcome.category)].append(outcome) }
    }
    return classes
  }

  /// Each class's judgements in the order of images, with those whose mending concerns it; nil unless asked for.
  private func errors(_ images: [ImageOutcomes]) -> [[Judgement]]? {
    guard matcher.depth == .errors else { return nil }
    var classes = [[Judgement]](repeating: [], count: matcher.dataset.categories.count)
    for (image, outcomes) in images.enumerated() {
      for judgement in outcomes.errors?.judgements ?? missed(in: image) {
        classes[Int(judgement.category)].append(judgement)
        if let mended = judgement.mendedClass, mended != judgement.category {
          classes[Int(mended)].append(judgement)
        }
      }
    }
    return classes
  }

  private func confusions(_ images: [ImageOutcomes]) -> [ClassConfusion]? {
    guard matcher.depth == .errors else { return nil }
    return ClassConfusion.ofEveryClass(
      images.indices.lazy.flatMap { images[$0].errors?.lost ?? self.lost(in: $0) },
      classCount: matcher.dataset.categories.count)
  }

  /// What an image leaves that was not fed: all of its truths are missed.
  private func missed(in image: Int) -> [Judgement] {
    lost(in: image).map {
      Judgement(category: $0.category, score: 0, error: .missed, counts: false, mendedClass: nil)
    }
  }

  private func lost(in image: Int) -> [LostTruth] {
    matcher.truths.instances(ofImage: image).lazy.map { self.matcher.dataset.instances[$0] }
      .filter { !self.matcher.isExempt($0) }
      .map { LostTruth(category: Int32($0.category), taker: nil) }
  }
}
