import Foundation
import Recipes
import Scenes
import Synchronization
import Training

extension Recipe.DataSource {
  /// The annotated images it comes down to; scenes are drawn where they are not in the cache yet.
  /// - Parameter phase: told what takes time, on any thread.
  func sources(phase: @Sendable (String) -> Void) throws -> DataSources {
    switch self {
    case .files(let train, let validation, let rules):
      return .files(train: train, validation: validation, rules: rules)
    case .openImages(let source):
      let cache = SceneSet.cacheFolder(environment: ProcessInfo.processInfo.environment)
      return .openImages(source, cache: cache)
    case .scenes(let seed, let side, let train, let validation):
      let cache = SceneSet.cacheFolder(environment: ProcessInfo.processInfo.environment)
      let recipe = SceneRecipe(side: side, trainImages: train, validationImages: validation)
      let isDrawing = Mutex(false)
      let scenes = try SceneSet.prepare(recipe, seed: seed, in: cache) { _ in
        isDrawing.withLock { isDrawing in
          if !isDrawing { phase("drawing \(train + validation) scenes, once") }
          isDrawing = true
        }
      }
      return .files(train: scenes.train, validation: scenes.validation)
    }
  }
}

extension SceneSet {
  fileprivate var train: Recipe.AnnotatedImages {
    .init(annotations: trainAnnotations.path, images: trainImages.path)
  }

  fileprivate var validation: Recipe.AnnotatedImages {
    .init(annotations: validationAnnotations.path, images: validationImages.path)
  }
}
