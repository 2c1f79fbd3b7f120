import Detection
import Evaluation
import Events
import Foundation
import Recipes

/// Anyone's weights on annotated images, without training: a run's last good checkpoint, a checkpoint, or another library's
/// file. Not Sendable: it belongs to the thread that computes.
public struct WeightsEvaluation {
  /// What is told meanwhile.
  public enum News: Sendable {
    /// Something takes time: loading, building.
    case phase(String)
    /// Images evaluated so far, of all.
    case progress(done: Int, total: Int)
    /// Something to know about the result.
    case note(String)
  }

  /// What came out.
  public struct Outcome {
    /// Of boxes.
    public let boxes: EvaluationResults
    /// Of masks; nil where the truth or the detector has none.
    public let masks: EvaluationResults?
  }

  /// The file that the weights are read from.
  public let path: String
  /// How images are scaled and detections chosen, and what the detector is.
  public let recipe: Recipe
  private let file: WeightFile

  /// The weights of a run folder, by its own recipe, or of a file, by the recipe given or, a checkpoint of ours, by its own.
  public init(of path: String, recipe: Recipe?, overrides: [String]) throws {
    let source = try WeightSource(path)
    (self.path, file) = (source.path, source.file)
    guard let recipe = recipe ?? source.recipe else { throw TrainingError.noRecipe(file: path) }
    self.recipe = try recipe.applying(overrides: overrides)
  }

  /// Gives a detector the weights, all that it needs.
  func load(into model: any Detector) throws -> InitialWeights {
    try InitialWeights(file, into: model, demanding: .everything)
  }

  /// Evaluates on the sources' validation images.
  ///
  /// - Parameters:
  ///   - rules: nil for those that the annotations ask for.
  ///   - results: path of the results file to write: boxes to NAME.bbox.json, masks to NAME.segm.json; nil for none.
  public func run(
    on sources: DataSources, _ context: TrainingContext, rules: BenchmarkRules?, results: String?,
    tell: @escaping @Sendable (News) -> Void
  ) throws -> Outcome {
    let (learner, data, report, ranks) = try loaded(on: sources, context, tell: tell)
    let evaluator = Evaluator(data, recipe, ranks)
    let writers = try results.map { try ResultsFiles($0, data, evaluator.content) }
    let measured = try evaluator.measure(
      learner, report, rules: rules, found: { try writers?.add($1, of: $0) }, while: { true })
    guard let measured else { throw TrainingError.noEvaluation(reason: "it was given up.") }
    try writers?.finish()
    return Outcome(boxes: measured.boxes, masks: measured.masks)
  }

  /// Boxes evaluated at each strength of a calibration, from one pass over the images.
  public func run(
    on sources: DataSources, _ context: TrainingContext, rules: BenchmarkRules?,
    calibration: LogitCalibration, tell: @escaping @Sendable (News) -> Void
  ) throws -> [(strength: Double, results: EvaluationResults)] {
    let (learner, data, report, ranks) = try loaded(on: sources, context, tell: tell)
    let results = try Evaluator(data, recipe, ranks).measure(
      learner, report, rules: rules,
      shiftingLogitsBy: calibration.shifts(imageCounts: data.frequencies.imageCounts))
    return Array(zip(calibration.strengths, results)).map { (strength: $0, results: $1) }
  }

  private func loaded(
    on sources: DataSources, _ context: TrainingContext, tell: @escaping @Sendable (News) -> Void
  ) throws -> (Learner, RunData, RunReporter, Ranks) {
    let report = RunReporter(run: RunID("evaluate")) { News($0.body).map(tell) }
    tell(.phase("loading annotations"))
    let data = try RunData(sources, recipe.loss, report)
    tell(.phase("building the model"))
    let ranks = Ranks(alone: context)
    let learner = try Learner(recipe, data, ranks)
    tell(.note("\(try load(into: learner.model))"))
    return (learner, data, report, ranks)
  }
}

extension WeightsEvaluation.News {
  fileprivate init?(_ body: RunEvent.Body) {
    switch body {
    case .evaluating(let done, let total): self = .progress(done: done, total: total)
    case .log(_, let text): self = .note(text)
    default: return nil
    }
  }
}
