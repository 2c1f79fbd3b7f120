import ArgumentParser
import Comparison
import Recipes

/// What `tailboard compare` takes.
public struct CompareOptions: ParsableArguments {
  /// The recipe that the runs share.
  @Option(help: "The recipe the losses share: a file, or the name of a built-in one.")
  public var recipe = "demo"

  /// The losses, separated by commas.
  @Option(
    help: ArgumentHelp(
      "The losses, separated by commas: \(Recipe.Loss.Name.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "names"))
  public var losses = CommaSeparated<Recipe.Loss.Name>([
    .softmaxCrossEntropy, .federated, .equalizationV2, .seesaw, .effectiveClassMargin,
  ])

  /// The seeds, separated by commas.
  @Option(help: ArgumentHelp("The seeds of weights, order of images and augmentation.", valueName: "numbers"))
  public var seeds = CommaSeparated<UInt64>([1, 2])

  /// Settings that override the recipe's.
  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "Override a setting of the recipe: --set optimizer.lr=0.01. Repeatable.", valueName: "key=value"))
  public var overrides: [String] = []

  /// What to compute on.
  @OptionGroup public var device: DeviceOption

  /// What is the same for every loss, whatever its authors set.
  @Option(
    name: .customLong("hold"), parsing: .singleValue,
    help: ArgumentHelp(
      "Keep a detector's part the same for all losses, whatever their authors have: --hold classifier=normalised. Repeatable.",
      valueName: "key=value"))
  public var held: [String] = []

  /// Where the runs are kept.
  @Option(
    help: ArgumentHelp(
      "The folder of the runs; those in it are gone on with. (default: runs/compare-<recipe>, with what is held)",
      valueName: "folder"))
  public var folder: String?

  /// Whether to print what is there instead of training.
  @Flag(help: "Train nothing: print the table of the runs there are.")
  public var table = false

  /// Whether the table is printed as JSON.
  @Flag(help: "Print the table as one JSON object.")
  public var json = false

  /// Whether to print lines instead of opening the screen.
  @Flag(help: "Print plain lines instead of opening the screen.")
  public var headless = false

  /// How the screen begins.
  @OptionGroup public var screen: ScreenOptions

  /// Whether to train in the background.
  @Flag(help: "Train in the background, in a session of its own, output in the comparison's folder.")
  public var detach = false

  /// Options at their defaults.
  public init() {}
}

extension CompareOptions {
  /// Length of each run where the recipe's is a time: equal minutes do not compare.
  private static let length = "1800 steps"

  /// The plan of these options, every recipe checked.
  public func plan() throws -> ComparisonPlan {
    let shared = try Recipe(nameOrPath: recipe)
    let isTimed = if case .seconds = shared.schedule.length { true } else { false }
    let length = isTimed ? ["schedule.length=\(Self.length)"] : []
    return try ComparisonPlan(
      recipe: shared, losses: losses.values, seeds: seeds.values,
      overrides: length + overrides + device.overrides,
      held: held.map { "detector." + $0 }, folder: folder ?? defaultFolder(shared))
  }

  private func defaultFolder(_ recipe: Recipe) -> String {
    (["runs/compare-\(recipe.name)"] + held.map { $0.replacing("=", with: "-") }).joined(separator: "-")
  }

  /// The table of what the plan's folder holds, as text or JSON.
  public func table(of plan: ComparisonPlan) throws -> String {
    let report = try ComparisonReport(on: plan)
    return json ? report.json : report.lines.joined(separator: "\n")
  }
}
