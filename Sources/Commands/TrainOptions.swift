import ArgumentParser

/// What `tailboard train` takes.
public struct TrainOptions: ParsableArguments {
  /// The built-in recipe's name or the recipe file's path; nil with --resume.
  @Argument(help: "A recipe file, or the name of a built-in one (see tailboard recipe --list).")
  public var recipe: String?

  /// The run folder to go on with.
  @Option(help: ArgumentHelp("Go on with this run from its last good checkpoint.", valueName: "run"))
  public var resume: String?

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
    if resume != nil, run.folder != nil {
      throw ValidationError("--run names the folder of a new run; --resume names its folder already.")
    }
  }
}

/// What `tailboard demo` takes.
public struct DemoOptions: ParsableArguments {
  /// The classification loss.
  @Option(help: "The classification loss to train with: ecm or softmax-ce.")
  public var loss = "ecm"

  /// Wall-clock budget.
  @Option(help: "Train for about this many minutes.")
  public var minutes: Double?

  /// Seed of scenes, weights and order.
  @Option(help: "Seed of the weights and of the order of images.")
  public var seed: UInt64 = 1

  /// The options every training command has.
  @OptionGroup public var run: RunOptions

  /// Options at their defaults.
  public init() {}
}

/// What every command that trains takes.
public struct RunOptions: ParsableArguments {
  /// Settings that override the recipe's.
  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "Override a recipe's setting: --set optimizer.lr=0.01. Repeatable.", valueName: "key=value"))
  public var overrides: [String] = []

  /// The folder of the new run.
  @Option(
    name: .customLong("run"),
    help: ArgumentHelp("The folder to keep the run in. (default: runs/<recipe>-<time>)", valueName: "folder"))
  public var folder: String?

  /// Whether to print lines instead of opening the screen.
  @Flag(help: "Print plain lines instead of opening the screen.")
  public var headless = false

  /// The theme of the screen.
  @Option(help: "The screen's theme: a built-in name, one of your own, or a file.")
  public var theme = "default"

  /// Options at their defaults.
  public init() {}
}
