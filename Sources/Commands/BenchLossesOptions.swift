import ArgumentParser
import Recipes

/// What `tailboard bench losses` takes.
public struct BenchLossesOptions: ParsableArguments {
  /// Regions of a step.
  @Option(help: "Rows of logits.")
  public var rows = 1024

  /// Foreground classes.
  @Option(help: "Number of classes.")
  public var classes = 1203

  /// Calls timed in each of five rounds.
  @Option(help: "Calls timed in each of five rounds; medians count.")
  public var calls = 20

  /// Torch threads.
  @Option(help: "Threads (default: one a core).")
  public var threads: Int?

  /// The script with the same losses.
  @Option(help: ArgumentHelp("The same losses with PyTorch's operators.", valueName: "script"))
  public var peer = "Tests/LossesTests/Python/loss_peer.py"

  /// The Python that runs it.
  @Option(
    help: ArgumentHelp(
      "The Python to run them with. (default: that of $LIBTORCH, .venv or python3)", valueName: "path"))
  public var python: String?

  /// What to compute on.
  @Option(help: ArgumentHelp("What to compute on: auto, cpu, cuda, cuda:1.", valueName: "device"))
  public var device = Recipe.Run.DeviceChoice.automatic

  /// Whether to print one JSON object.
  @Flag(help: "Print one JSON object.")
  public var json = false

  /// Options at their defaults.
  public init() {}

  /// Checks that numbers are possible.
  public func validate() throws {
    for (name, value) in [
      ("rows", rows), ("classes", classes), ("calls", calls), ("threads", threads ?? 1),
    ] where value < 1 {
      throw ValidationError("--\(name): expected a whole number from 1, got \(value).")
    }
  }
}
