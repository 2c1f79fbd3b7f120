import Foundation
import Recipes
import Scenes
import Training

extension Recipe.DataSource {
  /// The annotated images it comes down to; scenes are drawn where they are not in the cache yet.
  /// - Parameter phase: told what takes time.
  func sources(phase: (String) -> Void) throws -> DataSources {
    switch self {
    case .files(let train, let validation):
      return DataSources(train: train, validation: validation)
    case .scenes(let seed, let side, let train, let validation):
      phase("drawing \(train + validation) scenes, once")
      let cache = SceneSet.cacheFolder(environment: ProcessInfo.processInfo.environment)
      let recipe = SceneRecipe(side: side, trainImages: train, validationImages: validation)
      let scenes = try SceneSet.prepare(recipe, seed: seed, in: cache) { _ in }
      return DataSources(train: scenes.train, validation: scenes.validation)
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
