/// How many scenes of what size to generate.
///
/// Nothing else about the scenes can be chosen: what they look like is fixed by `SceneSet.formatVersion`.
public struct SceneRecipe: Sendable, Hashable {
  /// Width and height of every image in pixels.
  public var side: Int
  /// Images to train on.
  public var trainImages: Int
  /// Images to evaluate on.
  public var validationImages: Int

  /// The demo's scenes: a quarter of the classes are rare. With other numbers of images the images of each class grow or
  /// shrink in proportion.
  public static let reference = SceneRecipe(side: 128, trainImages: 2400, validationImages: 300)

  /// Scenes of this size and number.
  public init(side: Int, trainImages: Int, validationImages: Int) {
    precondition(side >= 32, "figures need images of at least 32 pixels, got \(side)")
    precondition(trainImages > 0 && validationImages > 0, "both splits need an image")
    self.side = side
    self.trainImages = trainImages
    self.validationImages = validationImages
  }
}
