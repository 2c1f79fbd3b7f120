import ArgumentParser

/// What `tailboard bench scaling` takes.
public struct BenchScalingOptions: ParsableArguments {
  /// The detector and the images that one device is measured with.
  @OptionGroup public var train: BenchTrainOptions

  /// GPUs to reckon with.
  @Option(help: ArgumentHelp("Numbers of GPUs to reckon with.", valueName: "counts"))
  public var gpus = CommaSeparated<Int>([8, 16, 32, 64])

  /// GPUs of a machine.
  @Option(help: "GPUs of a machine.")
  public var perNode = 8

  /// Between GPUs of a machine.
  @Option(help: ArgumentHelp("Gigabytes a second between GPUs of a machine.", valueName: "GB/s"))
  public var link = 450.0

  /// Between machines.
  @Option(help: ArgumentHelp("Gigabits a second between machines.", valueName: "Gb/s"))
  public var network = 400.0

  /// How much of the backward pass hides the exchange.
  @Option(
    help: "The share of the backward pass in which gradients travel; tailboard sends them after it, so far.")
  public var overlap = 0.0

  /// Options at their defaults.
  public init() {}

  /// Checks that numbers are possible.
  public func validate() throws {
    for count in gpus.values + [perNode] where count < 1 {
      throw ValidationError("--gpus, --per-node: expected whole numbers from 1, got \(count).")
    }
    guard (0...1).contains(overlap) else {
      throw ValidationError("--overlap: expected a number from 0 to 1, got \(overlap).")
    }
    for (name, value) in [("link", link), ("network", network)] where !(value > 0) {
      throw ValidationError("--\(name): expected a number above 0, got \(value).")
    }
  }
}
