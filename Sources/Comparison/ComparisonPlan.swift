import Recipes

/// Which losses are trained with which seeds under one recipe, in one folder.
///
/// The folder is the whole memory of a comparison: a run that is in it is not trained again, so the same command
/// goes on where an earlier one was stopped.
public struct ComparisonPlan: Sendable {
  /// The recipe that the runs share.
  public let recipe: Recipe
  /// The runs, in the order they are trained: every loss with the first seed, then with the next.
  public let contestants: [Contestant]
  /// What is the same for every loss, whatever its authors set: `detector.classifier=normalised`.
  public let held: [String]
  /// The folder of the runs' folders.
  public let folder: String

  /// A plan whose every recipe is checked.
  /// - Parameters:
  ///   - recipe: what is shared; its length is in steps or epochs, for runs of equal minutes do not compare.
  ///   - losses: each is trained as its authors do, see `Recipe.training(with:)`.
  ///   - overrides: `section.key=value`, applied to every run, over what a loss's authors set.
  ///   - held: the same, and told in the report's title.
  public init(
    recipe: Recipe, losses: [Recipe.Loss.Name], seeds: [UInt64], overrides: [String], held: [String],
    folder: String
  ) throws {
    let overrides = overrides + held
    let shared = try recipe.applying(overrides: overrides)
    if case .seconds = shared.schedule.length { throw ComparisonError.lengthIsATime(shared.schedule.length) }
    self.recipe = shared
    self.held = held
    self.folder = folder
    contestants = try seeds.flatMap { seed in
      try losses.map { loss in
        let recipe = try recipe.training(with: loss).applying(overrides: overrides + ["run.seed=\(seed)"])
        return Contestant(loss: loss.rawValue, seed: seed, recipe: recipe)
      }
    }
  }

  /// The losses, in the order given.
  public var losses: [String] {
    contestants.filter { $0.seed == contestants.first?.seed }.map(\.loss)
  }

  /// Where a run is kept.
  public func path(of contestant: Contestant) -> String { "\(folder)/\(contestant.name)" }
}
