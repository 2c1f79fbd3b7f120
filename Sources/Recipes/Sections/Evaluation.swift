extension Recipe {
  /// When and how a run is evaluated.
  public struct Evaluation: Sendable, Equatable {
    /// Time between evaluations; the end is always evaluated.
    public let interval: Span
    /// Length of an image's shorter side in pixels.
    public let size: Int
    /// Limit of the longer side in pixels.
    public let maximumSide: Int
    /// Detections below this score are left out.
    public var scoreThreshold: Double
    /// Overlap above which non-maximum suppression drops the weaker detection of a class.
    public var suppressionThreshold: Double
    /// Detections of an image that count.
    public var maximumDetections: Int
    /// How many of the validation images are used; nil for all.
    public let imageLimit: Int?
  }
}

extension Recipe.Evaluation {
  init(_ read: inout RecipeReader) throws(RecipeError) {
    interval = try read("interval", .positive, "Time between evaluations; the end is always evaluated")
    size = try read("size", .from(32), "Length of an image's shorter side in pixels")
    maximumSide = try read("max_side", .from(32), "Limit of the longer side in pixels")
    scoreThreshold = try read("score_threshold", .fraction, "Detections below this score are left out")
    suppressionThreshold = try read(
      "suppression_threshold", .fraction, "Overlap above which the weaker detection of a class is dropped")
    maximumDetections = try read("max_detections", .from(1), "Detections of an image that count (LVIS: 300)")
    let images: Int = try read("images", .from(0), "Validation images used, evenly spread; 0 for all")
    imageLimit = images == 0 ? nil : images
  }
}
