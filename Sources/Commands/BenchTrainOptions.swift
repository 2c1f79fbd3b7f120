import ArgumentParser
import Recipes

/// What `tailboard bench train` takes.
public struct BenchTrainOptions: ParsableArguments {
  /// The family of detectors, as in recipes.
  @Option(help: "The family of detectors.")
  public var family = Recipe.Detector.Family.Kind.maskRCNN

  /// The backbone, as in recipes.
  @Option(help: "The residual network.")
  public var backbone = Recipe.Detector.Backbone.Depth.resNet50

  /// Whose conventions the detector follows, as in recipes.
  @Option(help: "Whose conventions the detector follows: torchvision's pool regions with four samples a bin.")
  public var conventions = Recipe.Detector.Conventions.mmdetection

  /// Foreground classes.
  @Option(help: "Number of classes.")
  public var classes = 1203

  /// Size of the images.
  @Option(help: ArgumentHelp("Size of the images in pixels.", valueName: "height x width"))
  public var size = Size(height: 480, width: 640)

  /// Images a step.
  @Option(help: "Images a step.")
  public var batch = 2

  /// Images that go through the network together.
  @Option(help: "Images that go through the network together: memory follows them. (default: all of a step)")
  public var microBatch: Int?

  /// Steps timed.
  @Option(help: "Steps timed, after two to warm up.")
  public var steps = 8

  /// Numeric precision of convolutions and matrix products.
  @Option(help: "Numeric precision: bf16 is autocast.")
  public var precision = Recipe.Run.Precision.float32

  /// Torch threads.
  @Option(help: "Threads (default: one a core).")
  public var threads: Int?

  /// Stages of the backbone that are not trained.
  @Option(help: "Stages of the backbone that stay frozen: 0 trains all, 2 is usual with pre-trained weights.")
  public var frozenStages = 0

  /// Processes that share each step.
  @Option(
    help: ArgumentHelp(
      "Processes that share each step's micro-batches, compared in turn: 1,2. (default: this one)",
      valueName: "counts"))
  public var ranks: CommaSeparated<Int>?

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
      ("classes", classes), ("batch", batch), ("micro-batch", microBatch ?? 1), ("steps", steps),
      ("threads", threads ?? 1),
    ]
    where value < 1 {
      throw ValidationError("--\(name): expected a whole number from 1, got \(value).")
    }
    for count in ranks?.values ?? [] where count < 1 || !(batch / microBatchSize).isMultiple(of: count) {
      throw ValidationError(
        "--ranks: a step of \(batch / microBatchSize) micro-batches (--batch / --micro-batch) cannot be dealt to \(count)."
      )
    }
    guard batch.isMultiple(of: microBatchSize) else {
      throw ValidationError(
        "--micro-batch: expected a number that divides --batch \(batch), got \(microBatchSize).")
    }
  }
}

extension BenchTrainOptions {
  /// Height and width in pixels, written 480x640.
  public struct Size: Sendable, Equatable, ExpressibleByArgument, CustomStringConvertible {
    /// Rows.
    public let height: Int
    /// Columns.
    public let width: Int

    /// A size of these numbers of pixels.
    public init(height: Int, width: Int) {
      self.height = height
      self.width = width
    }

    /// The size that the text names; nil unless it is HEIGHTxWIDTH with both from 32.
    public init?(argument: String) {
      let numbers = argument.split(separator: "x", omittingEmptySubsequences: false).compactMap { Int($0) }
      guard numbers.count == 2, numbers.allSatisfy({ $0 >= 32 }) else { return nil }
      self.init(height: numbers[0], width: numbers[1])
    }

    /// HEIGHTxWIDTH.
    public var description: String { "\(height)x\(width)" }
  }
}

extension BenchTrainOptions {
  /// Images that go through the network together.
  public var microBatchSize: Int { microBatch ?? batch }

  /// The recipe of the LVIS papers with these options.
  public func recipe() throws -> Recipe {
    try Recipe(named: "lvis-softmax-ce-r50-1x").applying(overrides: [
      "detector.family=\(family.rawValue)", "detector.backbone=\(backbone.rawValue)",
      "detector.conventions=\(conventions.rawValue)", "detector.frozen_stages=\(frozenStages)",
    ])
  }
}

extension Recipe.Detector.Family.Kind: ExpressibleByArgument {}
extension Recipe.Detector.Backbone.Depth: ExpressibleByArgument {}
extension Recipe.Detector.Conventions: ExpressibleByArgument {}
extension Recipe.Run.Precision: ExpressibleByArgument {}
