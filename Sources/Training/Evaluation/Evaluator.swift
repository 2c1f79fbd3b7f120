import Annotations
import Detection
import Evaluation
import Events
import Foundation
import Recipes

/// Evaluates the present weights on the validation images.
struct Evaluator {
  let images: ValidationSet
  private let recipe: Recipe
  private let ranks: Ranks
  let content: TargetContent

  init(_ data: RunData, _ recipe: Recipe, _ ranks: Ranks) {
    self.ranks = ranks
    content = TargetContent(recipe.detector.family, data.rules)
    images = ValidationSet(data, limit: recipe.evaluation.imageLimit)
    self.recipe = recipe
  }

  /// Detects, batch by batch, and matches meanwhile.
  ///
  /// - Parameters:
  ///   - outlast: is told that not one image can be read; where it returns they are tried again.
  ///   - goOn: asked between batches; nil is returned once it says no.
  func evaluate(
    _ learner: Learner, at progress: Progress, _ report: RunReporter,
    outlasting outlast: ((DataError) throws -> Void)?, while goOn: () throws -> Bool
  ) throws -> EvaluationReport? {
    let start = ContinuousClock.now
    guard let measured = try measure(learner, report, outlasting: outlast, while: goOn) else { return nil }
    if let openImages = measured.openImages { report.log(.info, openImages.line(at: progress.step)) }
    return EvaluationReport(
      step: progress.step, epoch: progress.epoch, seconds: start.duration(to: .now).seconds,
      summary: measured.boxes.figures(.box).merging(measured.masks?.figures(.mask) ?? [:]) { $1 }
        .merging(measured.openImages?.summary ?? [:]) { $1 },
      classes: measured.boxes.classes.indices.map { index in
        let boxes = measured.boxes.classes[index]
        var values = boxes.figures(.box)
        values.merge(measured.masks?.classes[index].figures(.mask) ?? [:]) { $1 }
        values[.detections] = Double(measured.counts[index])
        values[.openImagesPrecision] = measured.openImages?.averagePrecisions[index].map { 100 * $0 }
        return ClassResult(
          values, takers: boxes.confusion?.takers ?? [], sources: boxes.confusion?.sources ?? [])
      })
  }

  /// What the detections of all images come to; nil once `goOn` says no.
  ///
  /// - Parameters:
  ///   - rules: nil for those that the validation file asks for.
  ///   - found: sees each image's detections, in the order of the images.
  func measure(
    _ learner: Learner, _ report: RunReporter, rules: BenchmarkRules? = nil,
    found: (ImageRecord, [Detection]) throws -> Void = { _, _ in },
    outlasting outlast: ((DataError) throws -> Void)? = { throw $0 }, while goOn: () throws -> Bool
  ) throws -> Measurement? {
    let rules = rules ?? images.rules(detectionsPerImage: recipe.evaluation.maximumDetections)
    let matching = DetectionMatching(images, content, rules: rules)
    var openImages = recipe.data.openImagesSettings.map {
      OpenImagesMatching(images.dataset, $0, rules: images.file.rules)
    }
    var complaints = Complaints(report)
    let loader = loader { complaints.note($0) }
    var done = 0
    try ranks.lead(.evaluate)
    for _ in 0..<roundCount {
      guard try goOn() else {
        try ranks.lead(.leaveOff)
        return nil
      }
      try ranks.lead(.goOn)
      for (image, detections) in try round(learner, loader, outlasting: outlast) {
        try found(images.file.dataset.images[image], detections)
        matching.add(detections, image: images.place(of: image))
        openImages?.add(detections, image: images.place(of: image))
        done += 1
      }
      report(.evaluating(done: done, total: images.images.count))
    }
    complaints.finish()
    return try ranks.whileOthersRest {
      let (boxes, masks, counts) = try matching.results()
      return Measurement(boxes: boxes, masks: masks, counts: counts, openImages: try openImages?.results())
    }
  }
}

// MARK: - Batches dealt to ranks, round by round

extension Evaluator {
  /// Detects this rank's batches of an evaluation that rank 0 leads.
  func follow(_ learner: Learner) throws {
    let loader = loader { _ in }
    for _ in 0..<roundCount {
      guard try ranks.next() == .goOn else { return }
      _ = try round(learner, loader, outlasting: nil)
    }
  }

  private var batches: [[Int]] {
    let size = recipe.input.microBatchSize
    return stride(from: 0, to: images.images.count, by: size).map {
      Array(images.images[$0..<min($0 + size, images.images.count)])
    }
  }

  private var roundCount: Int { (batches.count + ranks.count - 1) / ranks.count }

  private func loader(_ report: @escaping (String) -> Void) -> EvaluationLoader {
    let own = batches.enumerated().filter { $0.offset % ranks.count == ranks.context.rank }.map(\.element)
    return EvaluationLoader(images.file, images.folder, batches: own, recipe.evaluation, report: report)
  }

  /// The next batch of each rank, in their order. Where others wait for this one, images that cannot be read are lost.
  private func round(
    _ learner: Learner, _ loader: EvaluationLoader, outlasting outlast: ((DataError) throws -> Void)?
  ) throws -> [DetectionCoding.Image] {
    var own: [DetectionCoding.Image] = []
    if let batch = try loader.next(outlasting: ranks.count > 1 ? nil : outlast), !batch.images.isEmpty {
      own = zip(batch.images, try learner.detections(batch)).map { ($0, $1) }
    }
    guard ranks.count > 1 else { return own }
    return try ranks.gather(DetectionCoding.numbers(of: own)).flatMap(DetectionCoding.images)
  }
}

extension Evaluator {
  /// Results of boxes at each shift of the class logits, from one pass over the images.
  func measure(
    _ learner: Learner, _ report: RunReporter, rules: BenchmarkRules?, shiftingLogitsBy shifts: [[Double]]
  ) throws -> [EvaluationResults] {
    let rules = rules ?? images.rules(detectionsPerImage: recipe.evaluation.maximumDetections)
    let evaluations = shifts.map { _ in
      DetectionEvaluation(images.dataset, rules: rules, task: .boxes, depth: .precision)
    }
    var complaints = Complaints(report)
    let loader = loader { complaints.note($0) }
    var done = 0
    while let batch = try loader.next() {
      guard !batch.images.isEmpty else { continue }
      for (evaluation, found) in zip(evaluations, try learner.detections(batch, shiftingLogitsBy: shifts)) {
        for (image, detections) in zip(batch.images, found) {
          try evaluation.add(detections.map(DetectedInstance.init), image: images.place(of: image))
        }
      }
      done += batch.images.count
      report(.evaluating(done: done, total: images.images.count))
    }
    complaints.finish()
    return try evaluations.map { try $0.results() }
  }
}

/// What the detections of all images come to.
struct Measurement {
  let boxes: EvaluationResults
  /// Nil where the truth or the detector has no masks.
  let masks: EvaluationResults?
  /// Detections of each class.
  let counts: [Int]
  /// By Open Images' rules, where the recipe's data are its.
  let openImages: OpenImagesResults?
}

extension OpenImagesResults {
  fileprivate var summary: [MetricKey: Double] {
    meanAveragePrecision.map { [.openImagesPrecision: 100 * $0] } ?? [:]
  }

  fileprivate func line(at step: Int) -> String {
    let precision = meanAveragePrecision.map { String(format: "%.1f", 100 * $0) } ?? "none: nothing to find"
    let classCount = averagePrecisions.count { $0 != nil }
    return "step \(step): AP50 by Open Images' rules \(precision) (\(classCount) classes to find)"
  }
}

extension Recipe.DataSource {
  fileprivate var openImagesSettings: Recipe.OpenImages? {
    switch self {
    case .openImages(let source): source
    case .files, .scenes: nil
    }
  }
}

/// Images that cannot be read, told one by one until it is clear that there are many.
private struct Complaints {
  private static let limit = 5

  private let report: RunReporter
  private var count = 0

  init(_ report: RunReporter) { self.report = report }

  mutating func note(_ complaint: String) {
    count += 1
    if count <= Complaints.limit { report.log(.warning, complaint) }
  }

  func finish() {
    guard count > Complaints.limit else { return }
    report.log(.warning, "\(count) validation images cannot be read and count as images without detections")
  }
}
