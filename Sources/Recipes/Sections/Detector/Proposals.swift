extension Recipe.Detector {
  /// Region proposal network (Ren et al. 2015).
  public struct Proposals: Sendable, Equatable {
    /// Limits in training.
    public var training: Limits
    /// Limits in inference.
    public var inference: Limits
    /// Overlap above which the lower-scored box is dropped.
    public var suppressionThreshold: Double
    /// Boxes with a smaller side are dropped, in pixels; those without area always.
    public var smallestSide: Double
    /// How anchors are matched with what they stand for.
    public var matching: Matching
    /// Anchors of an image that the loss looks at.
    public var sampleCount: Int
    /// Share of them that may be objects.
    public var objectShare: Double
    /// Residual at which the regression loss turns from quadratic to linear; 0 is plain L1.
    public var lossBeta: Double

    /// How many boxes pass each stage.
    public struct Limits: Sendable, Equatable {
      /// Best boxes of a level that enter non-maximum suppression.
      public var perLevel: Int
      /// Boxes of an image that leave it.
      public var perImage: Int
    }
  }

  /// What a candidate box stands for, by its overlap (intersection over union) with objects.
  public struct Matching: Sendable, Equatable {
    /// Overlap from which a candidate stands for the object it overlaps most.
    public var objectOverlap: Double
    /// Overlap below which it is background; between the two it is neither.
    public var backgroundOverlap: Double
    /// What becomes of an object's best candidates where they overlap it less.
    public var bestCandidates: BestCandidates
    /// The least overlap by which they count as its best.
    public var bestOverlap: Double

    /// Rules of these overlaps.
    public init(
      objectOverlap: Double, backgroundOverlap: Double, bestCandidates: BestCandidates, bestOverlap: Double
    ) {
      self.objectOverlap = objectOverlap
      self.backgroundOverlap = backgroundOverlap
      self.bestCandidates = bestCandidates
      self.bestOverlap = bestOverlap
    }
  }

  /// What becomes of the candidates that overlap an object most.
  public enum BestCandidates: String, Choice {
    /// Nothing: they must reach the object's overlap like any other.
    case ordinary
    /// They stand for that object, the last one where several claim them.
    case claimed
    /// They stand for the object that they overlap most, whichever's best they are.
    case kept
  }
}

extension Recipe.Detector.Proposals {
  init(_ read: inout RecipeReader, _ published: Recipe.Detector.Published) throws(RecipeError) {
    training = try Limits(&read, "training")
    inference = try Limits(&read, "inference")
    suppressionThreshold = try published(
      &read, "proposal_suppression", .fraction, mmdetection: 0.7, torchvision: 0.7,
      "Overlap above which the weaker proposal of a pyramid level is dropped")
    smallestSide = try published(
      &read, "proposal_smallest_side", .notNegative, mmdetection: 0, torchvision: 1e-3,
      "Proposals of a smaller side are dropped, in pixels; those without area always")
    matching = try Recipe.Detector.Matching(anchors: &read, published)
    sampleCount = try read(
      "proposal_samples", .from(1), "Anchors of an image the proposal losses look at")
    objectShare = try published(
      &read, "proposal_object_share", .fraction, mmdetection: 0.5, torchvision: 0.5,
      "Share of these anchors that may be objects")
    lossBeta = try published(
      &read, "proposal_loss_beta", .notNegative, mmdetection: published.kind.isCascade ? 1.0 / 9 : 0,
      torchvision: 1.0 / 9,
      "Residual where the proposals' box loss turns linear; 0 is L1 (mmdetection's cascades: 1/9)")
  }
}

extension Recipe.Detector.Proposals.Limits {
  fileprivate init(_ read: inout RecipeReader, _ phase: String) throws(RecipeError) {
    perLevel = try read(
      "\(phase)_proposals_per_level", .from(1),
      "Best proposals of a pyramid level before suppression, in \(phase)")
    perImage = try read(
      "\(phase)_proposals", .from(1), "Proposals of an image after suppression, in \(phase)")
  }
}

extension Recipe.Detector.Matching {
  fileprivate init(
    anchors read: inout RecipeReader, _ published: Recipe.Detector.Published
  ) throws(RecipeError) {
    objectOverlap = try published(
      &read, "anchor_object_overlap", .fraction, mmdetection: 0.7, torchvision: 0.7,
      "Overlap from which an anchor stands for an object")
    backgroundOverlap = try published(
      &read, "anchor_background_overlap", .fraction, mmdetection: 0.3, torchvision: 0.3,
      "Overlap below which an anchor is background")
    try read.require(
      backgroundOverlap <= objectOverlap, "anchor_background_overlap", "at most anchor_object_overlap")
    bestCandidates = try published(
      &read, "best_anchors", mmdetection: .claimed, torchvision: .kept,
      "What an object's best anchors are below that overlap: nothing special, its own, or their own best's")
    bestOverlap = try published(
      &read, "best_anchor_overlap", .fraction, mmdetection: 0.3, torchvision: 0,
      "The least overlap by which anchors count as an object's best")
  }
}
