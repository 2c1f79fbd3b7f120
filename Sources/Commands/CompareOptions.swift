import ArgumentParser
import Comparison
import Recipes

/// What `tailboard compare` takes.
public struct CompareOptions: ParsableArguments {
  /// The recipe that the runs share.
  @Option(help: "The recipe the losses share: a file, or the name of a built-in one.")
  public var recipe = "demo"

  /// The losses, separated by commas.
  @Option(help: ArgumentHelp("The losses, separated by commas.", valueName: "names"))
  public var losses = "softmax-ce,federated,eqlv2,seesaw,ecm"

  /// The seeds, separated by commas.
  @Option(help: ArgumentHelp("The seeds of weights, order of images and augmentation.", valueName: "numbers"))
  public var seeds = Seeds(values: [1, 2])

  /// Settings that override the recipe's.
  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "Override a setting of the recipe: --set optimizer.lr=0.01. Repeatable.", valueName: "key=value"))
  public var overrides: [String] = []

  /// Where the runs are kept.
  @Option(
    help: ArgumentHelp(
      "The folder of the runs; those in it are gone on with. (default: runs/compare-<recipe>)",
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

  /// The theme of the screen.
  @Option(help: "The screen's theme: a built-in name, one of your own, or a file.")
  public var theme = "default"

  /// Options at their defaults.
  public init() {}
}

extension CompareOptions {
  /// Length of each run where the recipe's is a time: equal minutes do not compare.
  private static let length = "1800 steps"

  /// The plan of these options, every recipe checked.
  public func plan() throws -> ComparisonPlan {
    var shared = try Recipe(nameOrPath: recipe).applying(overrides: overrides)
    if case .seconds = shared.schedule.length, !overrides.contains(where: { $0.hasPrefix("schedule.length") })
    {
      shared = try shared.applying(overrides: ["schedule.length=\(Self.length)"])
    }
    let names = losses.split(separator: ",").map { String($0).trimmingPrefix(" ") }.map(String.init)
    return try ComparisonPlan(
      recipe: shared, losses: names, seeds: seeds.values, folder: folder ?? "runs/compare-\(shared.name)")
  }

  /// The table of what the plan's folder holds, as text or JSON.
  public func table(of plan: ComparisonPlan) throws -> String {
    let report = try ComparisonReport(on: plan)
    return json ? report.json : report.lines.joined(separator: "\n")
  }

  /// Whole numbers separated by commas.
  public struct Seeds: ExpressibleByArgument, CustomStringConvertible, Sendable {
    /// The numbers.
    public let values: [UInt64]

    init(values: [UInt64]) { self.values = values }

    /// The numbers that the text names; nil unless all are whole, different and from 0.
    public init?(argument: String) {
      let words = argument.split(separator: ",", omittingEmptySubsequences: false)
      let values = words.compactMap { UInt64($0) }
      guard values.count == words.count, Set(values).count == values.count else { return nil }
      self.init(values: values)
    }

    /// The numbers as they are written.
    public var description: String { values.map(String.init).joined(separator: ",") }
  }
}
