extension Recipe {
  /// What a training batch is.
  public struct Input: Sendable, Equatable {
    /// Images a step.
    public let batchSize: Int
    /// Lengths of the shorter side, one drawn for each image.
    public let sizes: [Int]
    /// Limit of the longer side.
    public let maximumSide: Int
    /// Probability of a horizontal flip.
    public let flipProbability: Double
    /// Repeat factor sampling's threshold; 0 shows every image once an epoch.
    public let repeatThreshold: Double
    /// Mean of red, green and blue, subtracted from pixels of 0–255.
    public let pixelMean: [Double]
    /// Deviation of red, green and blue, that pixels are divided by.
    public let pixelDeviation: [Double]
  }
}

extension Recipe.Input {
  init(_ read: inout RecipeReader) throws(RecipeError) {
    batchSize = try read("batch", .from(1), "Images a step")
    sizes = try read(
      "sizes", .from(32), "Lengths of an image's shorter side in pixels, one drawn for each image")
    maximumSide = try read("max_side", .from(32), "Limit of the longer side in pixels")
    flipProbability = try read("flip", .fraction, "Probability of a horizontal flip")
    repeatThreshold = try read(
      "repeat_threshold", .fraction,
      "Classes in a smaller share of images are shown more often (LVIS); 0 for no repeats")
    pixelMean = try read(
      "pixel_mean", .exactly(3), "Mean of red, green, blue that is subtracted, pixels being 0-255")
    pixelDeviation = try read(
      "pixel_deviation", .exactly(3), "Deviation of red, green, blue that is divided by")
    try read.require(pixelDeviation.allSatisfy { $0 > 0 }, "pixel_deviation", "numbers above 0")
    try read.require(sizes.allSatisfy { $0 <= maximumSide }, "max_side", "at least the largest of sizes")
  }
}
