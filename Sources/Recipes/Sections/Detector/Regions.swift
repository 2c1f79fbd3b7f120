extension Recipe.Detector {
  /// Choice and pooling of regions.
  public struct Regions: Sendable, Equatable {
    /// Regions of an image that the losses look at.
    public var sampleCount: Int
    /// Share of them that may be objects.
    public var objectShare: Double
    /// Where annotated boxes stand among the candidates of training.
    public var annotatedBoxes: Order
    /// What becomes of an object's best candidates where its overlap is reached exactly.
    public var bestCandidates: BestCandidates
    /// Side of a region pooled from the pyramid level of stride 16, in pixels: 224 for images of 800.
    public var canonicalSide: Double
    /// Whether pixel centres lie at half coordinates.
    public var alignment: Alignment
    /// Bilinear samples per bin and axis of a pooled region; 0 takes one a pixel.
    public var samplingRatio: Int

    /// Before or behind the proposals.
    public enum Order: String, Choice {
      case first, last
    }

    /// Whether pixel centres lie at half coordinates.
    public enum Alignment: String, Choice {
      /// They do, as in detectron2's ROIAlignV2 and mmdetection.
      case halfPixel = "half-pixel"
      /// They do not, as in torchvision: features are shifted by half a pixel.
      case none
    }
  }
}

extension Recipe.Detector.Regions {
  init(_ read: inout RecipeReader, _ published: Recipe.Detector.Published) throws(RecipeError) {
    sampleCount = try read("region_samples", .from(1), "Regions of an image that the heads are trained on")
    objectShare = try published(
      &read, "region_object_share", .fraction, mmdetection: 0.25, torchvision: 0.25,
      "Share of these regions that may be objects")
    annotatedBoxes = try published(
      &read, "annotated_boxes", mmdetection: .first, torchvision: .last,
      "Whether annotated boxes come before or behind the proposals they are sampled with")
    bestCandidates = try published(
      &read, "best_regions", mmdetection: published.kind == .maskRCNN ? .claimed : .ordinary,
      torchvision: .ordinary,
      "What an object's best regions are that reach its overlap (mmdetection's Mask R-CNN: its own)")
    canonicalSide = try read(
      "canonical_side", .positive, "Side of a region pooled at stride 16: 224 for images of 800 pixels")
    alignment = try published(
      &read, "pooling_alignment", mmdetection: .halfPixel, torchvision: .none,
      "Whether pixel centres lie at half coordinates where regions are pooled")
    samplingRatio = try published(
      &read, "pooling_samples", .from(0), mmdetection: 0, torchvision: 2,
      "Samples per bin and axis of a pooled region; 0 takes one a pixel")
  }
}
