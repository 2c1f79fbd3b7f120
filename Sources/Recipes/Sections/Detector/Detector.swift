extension Recipe {
  /// The network.
  public struct Detector: Sendable, Equatable {
    /// Which network.
    public let name: Name
    /// Channels of the backbone's stem; the stages have 1, 2, 4 and 8 times as many (bottlenecks 4 times those).
    public let backboneWidth: Int
    /// How the image reaches a quarter of its resolution.
    public let stem: Stem
    /// Normalisation in the backbone.
    public let normalisation: Normalisation
    /// Path of a state dict with torchvision's names; nil for random weights.
    public let weights: String?
    /// Backbone stages, the stem first, that are not trained.
    public let frozenStages: Int
    /// Channels of the feature pyramid and of the proposal head.
    public let pyramidWidth: Int
    /// Anchor side of each pyramid level, in pixels.
    public let anchorSizes: [Double]
    /// Anchor height over width.
    public let anchorRatios: [Double]
    /// Proposals in training.
    public let trainingProposals: ProposalLimits
    /// Proposals in inference.
    public let inferenceProposals: ProposalLimits
    /// Anchors of an image that the proposal losses look at.
    public let proposalSamples: Int
    /// Regions of an image that the heads are trained on.
    public let regionSamples: Int
    /// Side of a region pooled from the pyramid level of stride 16, in pixels.
    public let canonicalSide: Double
    /// Width of the box head's two layers.
    public let boxHeadWidth: Int
    /// Whether every class has box deltas of its own.
    public let boxDeltas: BoxDeltas
    /// How class logits follow from features.
    public let classifier: Predictor
    /// Channels of the mask head.
    public let maskHeadWidth: Int
    /// How mask logits follow from features.
    public let maskPredictor: Predictor
    /// What training changes; the rest stays as the weights have it.
    public let trained: Trained

    /// The networks there are.
    public enum Name: String, Choice {
      case maskRCNNResNet18 = "mask-rcnn-r18-fpn"
      case maskRCNNResNet50 = "mask-rcnn-r50-fpn"
      case maskRCNNResNet101 = "mask-rcnn-r101-fpn"
      case cascadeResNet18 = "cascade-mask-rcnn-r18-fpn"
      case cascadeResNet50 = "cascade-mask-rcnn-r50-fpn"
      case cascadeResNet101 = "cascade-mask-rcnn-r101-fpn"

      /// Whether three stages of heads follow one another.
      public var isCascade: Bool {
        switch self {
        case .maskRCNNResNet18, .maskRCNNResNet50, .maskRCNNResNet101: false
        case .cascadeResNet18, .cascadeResNet50, .cascadeResNet101: true
        }
      }
    }

    /// The backbone's first layers.
    public enum Stem: String, Choice {
      /// A 7 × 7 convolution, as in ResNet.
      case large
      /// A 3 × 3 convolution, for small images.
      case small
    }

    /// Normalisation in the backbone.
    public enum Normalisation: Sendable, Equatable {
      /// Batch norm that keeps its statistics and scales: for pre-trained weights.
      case frozenBatch
      /// Batch norm that learns: for random weights and batches of several images.
      case batch
      /// Group norm of so many groups: for random weights and any batch.
      case group(Int)
    }

    /// How many proposals pass each stage of the proposal network.
    public struct ProposalLimits: Sendable, Equatable {
      /// Best boxes of a pyramid level that enter non-maximum suppression.
      public let perLevel: Int
      /// Boxes of an image that leave it.
      public let perImage: Int
    }

    /// Box regression for all classes together or each for itself.
    public enum BoxDeltas: String, Choice {
      case perClass = "per-class"
      case classAgnostic = "class-agnostic"
    }

    /// The part of the network that is trained.
    public enum Trained: String, Choice {
      /// All but the frozen stages.
      case all
      /// Proposal network, mask head, classifier and box regression: what LOCE's authors train.
      case heads
      /// The classifier alone: what BAGS's authors train.
      case classifier
    }

    /// A last layer.
    public enum Predictor: Sendable, Equatable {
      /// An affine map.
      case linear
      /// The cosine of feature and weight row, times a temperature.
      case normalised(temperature: Double)
    }
  }
}

extension Recipe.Detector {
  init(_ read: inout RecipeReader) throws(RecipeError) {
    name = try read(
      "name", "The network: Mask R-CNN or Cascade Mask R-CNN on a ResNet with a feature pyramid")
    backboneWidth = try read(
      "backbone_width", .from(8), "Channels of the backbone's stem: 64 is ResNet's own")
    stem = try read("stem", "The first convolution: 7 x 7 as in ResNet, or 3 x 3 for small images")
    let weights: String = try read(
      "weights", .filled,
      "Checkpoint of ours or state dict with torchvision's names to start from; or \"none\"")
    self.weights = weights == "none" ? nil : weights
    normalisation = try Normalisation(&read)
    try read.require(
      normalisation != .frozenBatch || self.weights != nil, "normalisation",
      "\"batch\" or \"group\" where weights are \"none\": frozen statistics come with weights")
    frozenStages = try read(
      "frozen_stages", .within(0...5), "Backbone stages, the stem first, that are not trained")
    pyramidWidth = try read(
      "pyramid_width", .from(8), "Channels of the feature pyramid and the proposal head")
    anchorSizes = try read(
      "anchor_sizes", .positive, "Anchor side of each of the five pyramid levels, in pixels")
    try read.require(anchorSizes.count == 5, "anchor_sizes", "one size for each of the five pyramid levels")
    anchorRatios = try read("anchor_ratios", .positive, "Anchor height over width")
    trainingProposals = try ProposalLimits(&read, "training")
    inferenceProposals = try ProposalLimits(&read, "inference")
    proposalSamples = try read(
      "proposal_samples", .from(1), "Anchors of an image the proposal losses look at")
    regionSamples = try read(
      "region_samples", .from(1), "Regions of an image to train on, a quarter of them objects")
    canonicalSide = try read(
      "canonical_side", .positive, "Side of a region pooled at stride 16: 224 for images of 800 pixels")
    boxHeadWidth = try read("box_head_width", .from(8), "Width of the box head's two layers")
    boxDeltas = try read("box_deltas", "Box regression for each class or for all classes together")
    try read.require(
      boxDeltas == .classAgnostic || !name.isCascade, "box_deltas",
      "\"class-agnostic\" in a cascade: a region moves to one place before the next stage")
    classifier = try .init(&read, "classifier", of: "class")
    maskHeadWidth = try read("mask_head_width", .from(8), "Channels of the mask head")
    maskPredictor = try .init(&read, "mask_predictor", of: "mask")
    trained = try read(
      "trained",
      "What is trained: all, the heads (not backbone, pyramid, hidden layers), or the classifier alone")
    try read.require(
      trained == .all || self.weights != nil, "trained",
      "\"all\" where weights are \"none\": what stays as it is must have been trained before")
  }
}

extension Recipe.Detector.Normalisation {
  private enum Kind: String, Choice {
    case frozenBatch = "frozen-batch"
    case batch, group
  }

  fileprivate init(_ read: inout RecipeReader) throws(RecipeError) {
    let kind: Kind = try read("normalisation", "Normalisation in the backbone; frozen-batch needs weights")
    switch kind {
    case .frozenBatch: self = .frozenBatch
    case .batch: self = .batch
    case .group:
      self = .group(try read("normalisation_groups", .from(1), "Groups of channels of each group norm"))
    }
  }
}

extension Recipe.Detector.ProposalLimits {
  fileprivate init(_ read: inout RecipeReader, _ phase: String) throws(RecipeError) {
    perLevel = try read(
      "\(phase)_proposals_per_level", .from(1),
      "Best proposals of a pyramid level before suppression, in \(phase)")
    perImage = try read(
      "\(phase)_proposals", .from(1), "Proposals of an image after suppression, in \(phase)")
  }
}

extension Recipe.Detector.Predictor {
  private enum Kind: String, Choice {
    case linear, normalised
  }

  fileprivate init(
    _ read: inout RecipeReader, _ key: String, of quantity: String
  ) throws(RecipeError) {
    let kind: Kind = try read(
      key, "How \(quantity) logits follow from features: affine, or a cosine with temperature")
    switch kind {
    case .linear: self = .linear
    case .normalised:
      self = .normalised(
        temperature: try read(
          "\(key)_temperature", .positive, "What the cosine of the \(quantity) logits is multiplied by"))
    }
  }
}
