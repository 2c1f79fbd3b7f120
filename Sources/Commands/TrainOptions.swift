import ArgumentParser
import Recipes

/// What `tailboard train` takes.
public struct TrainOptions: ParsableArguments {
  /// The built-in recipe's name or the recipe file's path; nil with --resume.
  @Argument(help: "A recipe file, or the name of a built-in one (see tailboard recipe --list).")
  public var recipe: String?

  /// The run folder to go on with.
  @Option(help: ArgumentHelp("Go on with this run from its last good checkpoint.", valueName: "run"))
  public var resume: String?

  /// Whether a resumed run begins at its first step again.
  @Flag(
    help:
      "With --resume: begin at the first step again, where every checkpoint is damaged or gone; those there are put aside."
  )
  public var fromScratch = false

  /// The options every training command has.
  @OptionGroup public var run: RunOptions

  /// Options at their defaults.
  public init() {}

  /// Checks that there is exactly one thing to train.
  public func validate() throws {
    switch (recipe, resume) {
    case (nil, nil):
      throw ValidationError(
        "Expected a recipe to train or --resume RUN to go on with; got neither. Try: tailboard train lvis-ecm-r50-1x"
      )
    case (.some(let recipe), .some(let resume)):
      throw ValidationError(
        "Expected a recipe or --resume, got both (\(recipe), \(resume)). A resumed run keeps its own recipe.")
    default: break
    }
    if fromScratch, resume == nil {
      throw ValidationError("--from-scratch goes with --resume RUN: the run that begins again.")
    }
    if resume != nil, run.folder != nil {
      throw ValidationError("--run names the folder of a new run; --resume names its folder already.")
    }
  }
}

extension TrainOptions {
  /// The recipe to train, overrides applied; nil with --resume, whose run folder has its own.
  public func loadRecipe() throws -> Recipe? {
    guard let recipe else { return nil }
    return try Recipe(nameOrPath: recipe).applying(overrides: run.settings)
  }
}
