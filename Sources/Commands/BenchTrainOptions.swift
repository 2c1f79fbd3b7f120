import ArgumentParser

/// What `tailboard bench train` takes.
public struct BenchTrainOptions: ParsableArguments {
  /// The detector's name as in recipes.
  @Option(help: "The detector.")
  public var detector = Detector.r50

  /// Foreground classes.
  @Option(help: "Number of classes.")
  public var classes = 1203

  /// Size of the images.
  @Option(help: ArgumentHelp("Size of the images in pixels.", valueName: "height x width"))
  public var size = Size(height: 480, width: 640)

  /// Images a step.
  @Option(help: "Images a step.")
  public var batch = 2

  /// Steps timed.
  @Option(help: "Steps timed, after two to warm up.")
  public var steps = 8

  /// Numeric precision of convolutions and matrix products.
  @Option(help: "Numeric precision: bf16 is autocast.")
  public var precision = Precision.fp32

  /// Torch threads.
  @Option(help: "Threads (default: one a core).")
  public var threads: Int?

  /// Stages of the backbone that are not trained.
  @Option(help: "Stages of the backbone that stay frozen: 0 trains all, 2 is usual with pre-trained weights.")
  public var frozenStages = 0

  /// Whether to print one JSON object.
  @Flag(help: "Print one JSON object.")
  public var json = false

  /// Options at their defaults.
  public init() {}

  /// Checks that numbers are possible.
  public func validate() throws {
    for (name, value) in [
      ("classes", classes), ("batch", batch), ("steps", steps), ("threads", threads ?? 1),
    ]
    where value < 1 {
      throw ValidationError("--\(name): expected a whole number from 1, got \(value).")
    }
  }
}

extension BenchTrainOptions {
  /// Detectors that can be timed, named as in recipes.
  public enum Detector: String, CaseIterable, Sendable, ExpressibleByArgument {
    case r18 = "mask-rcnn-r18-fpn"
    case r50 = "mask-rcnn-r50-fpn"
    case r101 = "mask-rcnn-r101-fpn"
    case cascade18 = "cascade-mask-rcnn-r18-fpn"
    case cascade50 = "cascade-mask-rcnn-r50-fpn"
    case cascade101 = "cascade-mask-rcnn-r101-fpn"
  }

  /// Numeric precision of convolutions and matrix products.
  public enum Precision: String, CaseIterable, Sendable, ExpressibleByArgument {
    case fp32, bf16
  }

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
