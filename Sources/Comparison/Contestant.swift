import Recipes

/// One run of a comparison: a loss, a seed and the recipe that both make.
public struct Contestant: Sendable, Equatable {
  /// The loss's name, as recipes write it.
  public let loss: String
  /// Seed of weights, order of images and augmentation: equal seeds see equal images in equal order.
  public let seed: UInt64
  /// What is trained.
  public let recipe: Recipe

  /// The name of its run, and of its folder below the comparison's.
  public var name: String { "\(loss)-seed-\(seed)" }
}
