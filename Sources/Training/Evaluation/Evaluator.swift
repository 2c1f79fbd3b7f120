import Annotations
import Detection
import Evaluation
import Events
import Recipes

/// Evaluates the present weights on the validation images.
struct Evaluator {
  let images: ValidationSet
  private let recipe: Recipe
  private let content: TargetContent

  init(_ data: RunData, _ recipe: Recipe) {
    content = TargetContent(recipe.detector.family, data.rules)
    images = ValidationSet(data, limit: recipe.evaluation.imageLimit)
    self.recipe = recipe
  }

  /// Detects, batch by batch, and matches meanwhile.
  ///
  /// - Parameter goOn: asked between batches; nil is returned once it says no.
  func evaluate(
    _ learner: Learner, at progress: Progress, _ report: RunReporter, while goOn: () throws -> Bool
  ) throws -> EvaluationReport? {
    let start = ContinuousClock.now
    let rules = images.rules(detectionsPerImage: recipe.evaluation.maximumDetections)
    let matching = DetectionMatching(images, content, rules: rules)
    var complaints = Complaints(report)
    let batches = EvaluationLoader(
      images.file, images.folder, images: images.images, recipe.evaluation,
      batchSize: recipe.input.microBatchSize
    ) { complaints.note($0) }
    var done = 0
    for batch in batches {
      guard try goOn() else { return nil }
      for (image, found) in zip(batch.images, try learner.detections(batch)) {
        matching.add(found, image: images.place(of: image))
      }
      done += batch.images.count
      report(.evaluating(done: done, total: images.images.count))
    }
    complaints.finish()
    let results = try matching.results()
    return EvaluationReport(
      step: progress.step, epoch: progress.epoch, seconds: start.duration(to: .now).seconds,
      summary: summary(.box, results.boxes).merging(results.masks.map { summary(.mask, $0) } ?? [:]) { $1 },
      classes: results.boxes.classes.indices.map { index in
        var values = results.boxes.classes[index].values(.box)
        values.merge(results.masks?.classes[index].values(.mask) ?? [:]) { $1 }
        values[.detections] = Double(results.counts[index])
        return ClassResult(values)
      })
  }

  /// The benchmark's own numbers, and AP of rare, common and frequent classes whatever the benchmark.
  private func summary(_ task: Events.EvaluationTask, _ results: EvaluationResults) -> [MetricKey: Double] {
    var summary: [MetricKey: Double] = [:]
    for number in results.summary {
      summary[MetricKey("\(task.rawValue)/\(number.name)")] = number.value.map { 100 * $0 }
    }
    for frequency in Frequency.allCases {
      let key = MetricKey.averagePrecision(task, bin: FrequencyBin(frequency))
      summary[key] = results.averagePrecision(of: frequency).map { 100 * $0 }
    }
    return summary
  }
}

extension ClassAccuracy {
  /// The class's figures by the keys of events.
  fileprivate func values(_ task: Events.EvaluationTask) -> [MetricKey: Double] {
    figures.reduce(into: [:]) { values, figure in
      values[MetricKey("\(task.rawValue)/\(figure.name)")] = figure.value
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
