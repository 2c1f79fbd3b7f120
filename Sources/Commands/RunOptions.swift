import ArgumentParser
import Foundation

/// What every command that trains takes.
public struct RunOptions: ParsableArguments {
  /// Settings that override the recipe's.
  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "Override a recipe's setting: --set optimizer.lr=0.01. Repeatable.", valueName: "key=value"))
  public var overrides: [String] = []

  /// What to compute on.
  @OptionGroup public var device: DeviceOption

  /// How many processes train together on this machine.
  @Option(
    name: .customLong("ranks"),
    help: ArgumentHelp(
      "Train with this many processes on this machine, each with a GPU or its part of the cores; torchrun starts them.",
      valueName: "n"))
  public var rankCount = 1

  /// The folder of the new run.
  @Option(
    name: .customLong("run"),
    help: ArgumentHelp("The folder to keep the run in. (default: runs/<recipe>-<time>)", valueName: "folder"))
  public var folder: String?

  /// Whether to print lines instead of opening the screen.
  @Flag(help: "Print plain lines instead of opening the screen.")
  public var headless = false

  /// How the screen begins.
  @OptionGroup public var screen: ScreenOptions

  /// Whether a run that is in the folder is gone on with.
  @Flag(
    name: .customLong("continue"),
    help:
      "Start the run of --run, or go on with it where it was begun: one line for a job script and its requeues."
  )
  public var continues = false

  /// Whether to train in the background.
  @Flag(help: "Train in the background, in a session of its own, output in the run's folder.")
  public var detach = false

  /// Options at their defaults.
  public init() {}
}

extension RunOptions {
  /// The theme's name or file, for another screen that shows the run.
  public var theme: String { screen.theme ?? "default" }

  /// Where runs are kept that nobody names a folder for.
  public static let parent = "runs"

  /// Every setting of the recipe that is overridden.
  public var settings: [String] { overrides + device.overrides }

  /// Checks that what is to go on has a name.
  public func validate() throws {
    guard (1...1024).contains(rankCount) else {
      throw ValidationError("--ranks: expected a whole number from 1 to 1024, got \(rankCount).")
    }
    guard continues, folder == nil else { return }
    throw ValidationError(
      "--continue needs --run FOLDER: the folder of the run that is started or gone on with.")
  }

  /// The folder of the run to go on with, where there is one and that is asked for.
  public var runToContinue: String? {
    guard continues, let folder, FileManager.default.fileExists(atPath: folder + "/recipe.toml") else {
      return nil
    }
    return folder
  }

  /// The options for a run whose own recipe has the overrides already.
  public var withoutOverrides: RunOptions {
    var options = self
    options.overrides = []
    options.device.choice = nil
    return options
  }
}
