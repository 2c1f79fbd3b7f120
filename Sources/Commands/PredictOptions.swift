import ArgumentParser
import Recipes

/// What `tailboard predict` takes.
public struct PredictOptions: ParsableArguments {
  /// A run folder, a checkpoint, or another library's weights.
  @Argument(
    help: "A run's folder, a checkpoint, or weights of torchvision, mmdetection or detectron2.",
    completion: .file())
  public var weights: String

  /// The pictures.
  @Argument(help: "JPEG or PNG files.", completion: .file())
  public var images: [String]

  /// Where drawn pictures and JSON go.
  @Option(
    name: .customLong("out"),
    help: ArgumentHelp(
      "The folder for the drawn pictures and predictions.json; made if it is not there.", valueName: "folder")
  )
  public var output: String

  /// What is drawn.
  @Option(
    help: ArgumentHelp(
      "The least score of what is drawn; predictions.json has all that the recipe keeps.", valueName: "score")
  )
  public var threshold = 0.3

  /// The recipe of weights that come without one.
  @Option(
    help: "The recipe of the detector: a built-in one or a file. (default: the run's or checkpoint's own)")
  public var recipe: String?

  /// Annotations whose classes they are.
  @Option(
    help: ArgumentHelp(
      "Annotations whose classes these are. (default: the recipe's training file)", valueName: "file"))
  public var annotations: String?

  /// Where it computes.
  @OptionGroup public var device: DeviceOption

  /// Settings that override the recipe's.
  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "Override a recipe's setting: --set evaluation.size=640. Repeatable.", valueName: "key=value"))
  public var overrides: [String] = []

  /// Options at their defaults.
  public init() {}

  /// Checks what can be checked before anything is read.
  public func validate() throws {
    guard (0...1).contains(threshold) else {
      throw ValidationError("--threshold: expected a score from 0 to 1, found \(threshold).")
    }
  }

  /// The recipe named, if there is one.
  public func loadRecipe() throws -> Recipe? { try recipe.map { try Recipe(nameOrPath: $0) } }
}
