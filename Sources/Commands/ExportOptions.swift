import ArgumentParser
import Recipes

extension WeightLibrary: ExpressibleByArgument {}
extension WeightFormat: ExpressibleByArgument {}

/// What `tailboard export` takes.
public struct ExportOptions: ParsableArguments {
  /// A run folder or a checkpoint.
  @Argument(help: "A run's folder, or a checkpoint.", completion: .file())
  public var weights: String

  /// Whose names the tensors get.
  @Option(name: .customLong("to"), help: "The library that is to read them.")
  public var library: WeightLibrary

  /// How the file is written.
  @Option(help: "torch.save's format, which torch.load(weights_only=True) reads, or safetensors.")
  public var format = WeightFormat.pth

  /// The file to write.
  @Option(
    name: .customLong("out"),
    help: ArgumentHelp(
      "The file to write, which must not be there. (default: NAME-LIBRARY.pth here)", valueName: "file"))
  public var output: String?

  /// Options at their defaults.
  public init() {}
}
