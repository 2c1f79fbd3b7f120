extension Recipe {
  /// What a training batch is.
  public struct Input: Sendable, Equatable {
    /// Images a step.
    public let batchSize: Int
    /// Images that go through the network together.
    public let microBatchSize: Int
    /// Lengths of the shorter side, one drawn for each image.
    public let sizes: [Int]
    /// Limit of the longer side.
    public let maximumSide: Int
    /// Probability of a horizontal flip.
    public let flipProbability: Double
    /// How an epoch's images are chosen.
    public let sampling: Sampling
    /// Repeat factor sampling's threshold; 0 shows every image once an epoch.
    public let repeatThreshold: Double
    /// What becomes of a repeat factor's fraction.
    public let repeatRounding: RepeatRounding
    /// Mean of red, green and blue, subtracted from pixels of 0–255.
    public let pixelMean: [Double]
    /// Deviation of red, green and blue, that pixels are divided by.
    public let pixelDeviation: [Double]

    /// How an epoch's images are chosen.
    public enum Sampling: String, Choice {
      /// Each image at least once, those of rare classes more often: LVIS.
      case repeatFactors = "repeat-factors"
      /// Every class equally often: mmdetection's class-aware sampler for Open Images.
      case classAware = "class-aware"
    }

    /// What becomes of a repeat factor's fraction.
    public enum RepeatRounding: String, Choice {
      /// Each epoch rounds it up or down at random, right on average: LVIS's authors.
      case drawn
      /// It is always rounded up: mmdetection.
      case up
    }
  }
}

extension Recipe.Input {
  init(_ read: inout RecipeReader) throws(RecipeError) {
    batchSize = try read("batch", .from(1), "Images a step")
    microBatchSize = try read(
      "micro_batch", .from(1),
      "Images that go through the network together; a step averages their gradients, and memory follows them")
    try read.require(
      batchSize.isMultiple(of: microBatchSize), "micro_batch",
      "a number that divides the images of a step (\(batchSize))")
    sizes = try read(
      "sizes", .from(32), "Lengths of an image's shorter side in pixels, one drawn for each image")
    maximumSide = try read("max_side", .from(32), "Limit of the longer side in pixels")
    flipProbability = try read("flip", .fraction, "Probability of a horizontal flip")
    sampling = try read(
      "sampling", "How an epoch's images are chosen: all, with repeats, or by classes in turn")
    repeatThreshold = try read(
      "repeat_threshold", .fraction,
      "Classes in a smaller share of images are shown more often (LVIS); 0 for no repeats")
    repeatRounding = try read("repeat_rounding", "How a factor of 1.4 repeats: as drawn, or rounded up")
    pixelMean = try read(
      "pixel_mean", .exactly(3), "Mean of red, green, blue that is subtracted, pixels being 0-255")
    pixelDeviation = try read(
      "pixel_deviation", .exactly(3), "Deviation of red, green, blue that is divided by")
    try read.require(pixelDeviation.allSatisfy { $0 > 0 }, "pixel_deviation", "numbers above 0")
    try read.require(sizes.allSatisfy { $0 <= maximumSide }, "max_side", "at least the largest of sizes")
  }
}
