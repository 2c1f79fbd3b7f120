import ArgumentParser

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
