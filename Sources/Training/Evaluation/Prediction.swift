import Annotations
import Detection
import Events
import Foundation
import Images
import Recipes

/// Anyone's weights on pictures without annotations. Not Sendable: it belongs to the thread that computes.
public struct Prediction {
  /// The classes, whose places detections name.
  public let categories: [Annotations.Category]
  private let learner: Learner
  private let rule: SideRule

  /// The detector of some weights.
  ///
  /// - Parameters:
  ///   - sources: annotated images of the classes; the images are not read.
  ///   - context: where it computes.
  ///   - tell: told what takes time, and what to know.
  public init(
    _ weights: WeightsEvaluation, classesOf sources: DataSources, _ context: TrainingContext,
    tell: @escaping @Sendable (WeightsEvaluation.News) -> Void
  ) throws {
    let recipe = weights.recipe
    tell(.phase("loading annotations"))
    let data = try RunData(sources, recipe.loss, RunReporter(run: RunID("predict")) { _ in })
    tell(.phase("building the model"))
    learner = try Learner(recipe, data, Ranks(alone: context))
    tell(.note("\(try weights.load(into: learner.model))"))
    categories = data.categories
    rule = SideRule(shortSide: recipe.evaluation.size, longSideLimit: recipe.evaluation.maximumSide)
  }

  /// The objects in a picture, by falling score, in pixels of the picture as it is seen.
  public func callAsFunction(_ picture: Picture) throws -> [Detection] {
    let target = rule.size(of: picture.size)
    let pixels = try picture.decoded(covering: target).resized(to: target)
    return try learner.detections(
      EvaluationBatch(
        pixels: [pixels.pixels], sizes: [ImageSize(target)], originalSizes: [ImageSize(picture.size)],
        images: [0]))[0]
  }
}
