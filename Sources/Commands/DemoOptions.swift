import ArgumentParser
import Recipes

/// What `tailboard demo` takes.
public struct DemoOptions: ParsableArguments {
  /// The classification loss.
  @Option(help: "The classification loss to train with, as its authors set it.")
  public var loss = Recipe.Loss.Name.effectiveClassMargin

  /// Wall-clock budget; nil for the recipe's.
  @Option(help: "Train for this many minutes. (default: the demo recipe's)")
  public var minutes: Double?

  /// Seed of scenes, weights and order.
  @Option(help: "Seed of weights, order of images and augmentation.")
  public var seed: UInt64 = 1

  /// The options every training command has.
  @OptionGroup public var run: RunOptions

  /// Options at their defaults.
  public init() {}
}

extension DemoOptions {
  /// The demo's recipe with these options and overrides applied.
  public func loadRecipe() throws -> Recipe {
    var overrides = ["run.seed=\(seed)"]
    if let minutes { overrides.append("schedule.length=\(minutes) minutes") }
    return try Recipe(named: "demo").training(with: loss).applying(overrides: overrides + run.settings)
  }
}

extension Recipe.Loss.Name: ExpressibleByArgument {}
