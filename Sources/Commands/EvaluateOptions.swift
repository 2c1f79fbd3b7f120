import ArgumentParser
import Recipes

/// What `tailboard evaluate` takes.
public struct EvaluateOptions: ParsableArguments {
  /// Whose rules count.
  public enum Style: String, ExpressibleByArgument, CaseIterable, Sendable {
    case lvis, coco
  }

  /// A run folder, a checkpoint, or another library's weights.
  @Argument(
    help:
      "A run's folder, a checkpoint, or weights of torchvision, mmdetection or detectron2. (default: the newest live run)",
    completion: .file())
  public var weights: String?

  /// The recipe of weights that come without one.
  @Option(
    help: "The recipe of the detector: a built-in one or a file. (default: the run's or checkpoint's own)")
  public var recipe: String?

  /// Annotations to evaluate on.
  @Option(
    help: ArgumentHelp(
      "Annotations to evaluate on. (default: the recipe's validation file)", valueName: "file"))
  public var annotations: String?

  /// The folder of their images.
  @Option(help: ArgumentHelp("The folder of their images.", valueName: "folder"))
  public var images: String?

  /// Whose rules count.
  @Option(
    help: "The benchmark whose rules count. (default: lvis where the annotations are federated, else coco)")
  public var style: Style?

  /// Where the detections are kept.
  @Option(
    help: ArgumentHelp(
      "Keep the detections: out.json gives out.bbox.json and out.segm.json, for tailboard eval and the benchmarks' tools.",
      valueName: "out.json"))
  public var results: String?

  /// How class scores are calibrated.
  public enum Calibration: String, ExpressibleByArgument, CaseIterable, Sendable {
    case norcal
    case logitAdjustment = "logit-adjustment"
  }

  /// Whether class scores are calibrated by how often classes occur.
  @Option(
    help: """
      Shift class logits by how often classes occur and print box AP at each --gamma, all from one pass: norcal \
      (f − γ ln n) or logit-adjustment (f − γ ln π). --calibrate norcal --gamma 0:1:0.1
      """)
  public var calibrate: Calibration?

  /// How strongly.
  @Option(
    help: ArgumentHelp(
      "Strengths of --calibrate: from:to:step, or numbers with commas. (default: 0:1:0.1)", valueName: "γ"))
  public var gamma: Strengths?

  /// Settings that override the recipe's.
  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "Override a recipe's setting: --set evaluation.max_detections=100. Repeatable.", valueName: "key=value")
  )
  public var overrides: [String] = []

  /// What to compute on.
  @OptionGroup public var device: DeviceOption

  /// Whether to wait for a trainer's answer.
  @Flag(help: "Where a trainer is asked: wait until it is done, or the run has ended.")
  public var wait = false

  /// Whether every class is told.
  @Flag(help: "Tell of every class too.")
  public var perClass = false

  /// Whether one JSON object is printed.
  @Flag(help: "Print one JSON object.")
  public var json = false

  /// Options at their defaults.
  public init() {}

  /// Checks what can be checked before anything is read.
  public func validate() throws {
    guard (annotations == nil) == (images == nil) else {
      throw ValidationError(
        "--annotations and --images go together: expected both or neither, got only "
          + (annotations == nil ? "--images." : "--annotations."))
    }
    guard calibrate == nil || (results == nil && !perClass) else {
      throw ValidationError("--calibrate gives AP of boxes by bin alone: not with --results or --per-class.")
    }
    guard calibrate != nil || gamma == nil else {
      throw ValidationError("--gamma: expected --calibrate norcal or logit-adjustment with it.")
    }
  }

  /// Whether a run's own trainer could do it: nothing is asked for that only an evaluation of its own can give.
  public var suitsATrainer: Bool {
    [recipe, annotations, results].allSatisfy { $0 == nil } && style == nil && overrides.isEmpty
      && device.choice == nil && !perClass && calibrate == nil
  }

  /// The recipe named, if there is one.
  public func loadRecipe() throws -> Recipe? { try recipe.map { try Recipe(nameOrPath: $0) } }
}
