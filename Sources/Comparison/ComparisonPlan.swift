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
  /// The folder of the runs' folders.
  public let folder: String

  /// A plan whose every recipe is checked.
  /// - Parameters:
  ///   - recipe: what is shared; its length is in steps or epochs, for runs of equal minutes do not compare.
  ///   - losses: names, as recipes write them.
  public init(recipe: Recipe, losses: [String], seeds: [UInt64], folder: String) throws {
    if case .seconds = recipe.schedule.length { throw ComparisonError.lengthIsATime(recipe.schedule.length) }
    self.recipe = recipe
    self.folder = folder
    contestants = try seeds.flatMap { seed in
      try losses.map { loss in
        let overrides = ["loss.name=\(loss)", "run.seed=\(seed)"]
        return Contestant(loss: loss, seed: seed, recipe: try recipe.applying(overrides: overrides))
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
