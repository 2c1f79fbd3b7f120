import ArgumentParser
import Recipes

/// `--device` of every command that computes.
public struct DeviceOption: ParsableArguments {
  /// What to compute on; nil for what the recipe says.
  @Option(
    name: .customLong("device"),
    help: ArgumentHelp(
      "What to compute on: auto, cpu, cuda, cuda:1. (default: the recipe's run.device)", valueName: "device"))
  public var choice: Recipe.Run.DeviceChoice?

  /// The option at its default.
  public init() {}

  /// The recipe's setting that it overrides.
  public var overrides: [String] { choice.map { ["run.device=\($0)"] } ?? [] }
}

extension Recipe.Run.DeviceChoice: ExpressibleByArgument {
  /// The choice that the text names.
  public init?(argument: String) { self.init(argument) }
}
