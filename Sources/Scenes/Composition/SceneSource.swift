/// The scenes of a split, each made on demand and the same each time.
struct SceneSource: Sendable {
  private let split: Split
  private let side: Int
  private let seed: UInt64
  private let census: Census

  init(_ split: Split, of recipe: SceneRecipe, seed: UInt64) {
    let tail = LongTail(recipe: recipe, seed: seed)
    var random = RandomStream(seed: seed, series: split.censusSeries, index: 0)
    census =
      switch split {
      case .train: Census(imageCounts: tail.trainImages, images: recipe.trainImages, random: &random)
      case .validation:
        Census(imageCounts: tail.validationImages, images: recipe.validationImages, random: &random)
      }
    self.split = split
    self.seed = seed
    side = recipe.side
  }

  /// Number of scenes.
  var count: Int { census.classes.count }

  /// What scene `index` shows.
  func scene(_ index: Int) -> Scene {
    var random = RandomStream(seed: seed, series: split.sceneSeries, index: index)
    return Scene(classes: census.classes[index], side: side, split: split, random: &random)
  }

  /// Scene `index` as an image with its annotations.
  func drawn(_ index: Int) -> DrawnScene {
    var grain = RandomStream(seed: seed, series: split.grainSeries, index: index)
    return DrawnScene(scene(index), side: side, grain: &grain)
  }
}
