extension Recipe {
  /// Seed, precision and house-keeping.
  public struct Run: Sendable, Equatable {
    /// Seed of weights, order and augmentation.
    public let seed: UInt64
    /// Precision of convolutions and matrix products.
    public let precision: Precision
    /// What it computes on.
    public let device: DeviceChoice
    /// Torch threads; nil for one a core.
    public let threads: Int?
    /// Time between checkpoints; the end is always kept.
    public let checkpointInterval: Span
    /// Newest checkpoints that are kept.
    public let keptCheckpoints: Int
    /// Seconds to wait for images whose storage is away, before the run fails.
    public let storagePatience: Int
    /// Where the last weights go that the run's folder does not take; empty for the temporary folder.
    public let fallbackFolder: String
    /// Steps between reports of the margins attained.
    public let marginInterval: Int

    /// Precision of convolutions and matrix products; everything else stays in 32 bits.
    public enum Precision: String, Choice {
      case float32 = "fp32"
      case bfloat16 = "bf16"
    }
  }
}

extension Recipe.Run {
  init(_ read: inout RecipeReader) throws(RecipeError) {
    let seed: Int = try read("seed", .from(0), "Seed of weights, order of images and augmentation")
    self.seed = UInt64(seed)
    precision = try read("precision", "Precision of convolutions and matrix products; all else is fp32")
    device = try read(
      "device", .any, default: .automatic, "What to compute on: the best there is, the CPU, or a GPU")
    let threads: Int = try read("threads", .from(0), default: 0, "Torch threads; 0 for one a core")
    self.threads = threads == 0 ? nil : threads
    checkpointInterval = try read(
      "checkpoint_interval", .positive, default: .seconds(600),
      "Time between checkpoints; the end is always kept")
    keptCheckpoints = try read("kept_checkpoints", .from(1), default: 3, "Newest checkpoints that are kept")
    storagePatience = try read(
      "storage_patience", .from(0), default: 600,
      "Seconds to wait for images whose storage is away, trying again after growing pauses")
    fallbackFolder = try read(
      "fallback_folder", .any, default: "",
      "Where the last weights go that the run's folder does not take; \"\" for the temporary folder")
    marginInterval = try read(
      "margin_interval", .from(1), default: 20, "Steps between reports of the margins attained")
  }
}
