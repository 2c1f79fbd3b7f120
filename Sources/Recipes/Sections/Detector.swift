extension Recipe {
  /// The network.
  public struct Detector: Sendable, Equatable {
    /// Which network.
    public let name: Name
    /// Channels of the backbone's stem; the stages have 1, 2, 4 and 8 times as many (bottlenecks 4 times those).
    public let backboneWidth: Int
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
    /// Width of the box head's two layers.
    public let boxHeadWidth: Int
    /// Whether every class has box deltas of its own.
    public let boxDeltas: BoxDeltas
    /// How class logits follow from features.
    public let classifier: Predictor
    /// How mask logits follow from features.
    public let maskPredictor: Predictor
    /// Channels of the mask head.
    public let maskHeadWidth: Int
    /// Convolutions of the mask head.
    public let maskHeadLayers: Int
    /// Proposals of an image that training draws regions from.
    public let trainingProposals: Int
    /// Proposals of an image that inference classifies.
    public let inferenceProposals: Int
    /// Regions of an image that the heads are trained on.
    public let regionsPerImage: Int

    /// The networks there are.
    public enum Name: String, Choice {
      case maskRCNNResNet18 = "mask-rcnn-r18-fpn"
      case maskRCNNResNet50 = "mask-rcnn-r50-fpn"
      case maskRCNNResNet101 = "mask-rcnn-r101-fpn"
    }

    /// Normalisation in the backbone.
    public enum Normalisation: String, Choice {
      /// Batch norm that keeps its statistics and scales: for pre-trained weights.
      case frozenBatch = "frozen-batch"
      /// Batch norm that learns: for random weights and batches of many images.
      case batch
      /// Group norm: for random weights and any batch.
      case group
    }

    /// Box regression for all classes together or each for itself.
    public enum BoxDeltas: String, Choice {
      case perClass = "per-class"
      case classAgnostic = "class-agnostic"
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
    name = try read("name", "The network: Mask R-CNN on a ResNet with a feature pyramid")
    backboneWidth = try read(
      "backbone_width", .from(8), "Channels of the backbone's stem: 64 is ResNet's own")
    normalisation = try read("normalisation", "Normalisation in the backbone; frozen-batch needs weights")
    let weights: String = try read(
      "weights", .filled,
      "State dict with torchvision's names to start from, ImageNet's for instance; or \"none\"")
    self.weights = weights == "none" ? nil : weights
    frozenStages = try read(
      "frozen_stages", .within(0...5), "Backbone stages, the stem first, that are not trained")
    pyramidWidth = try read(
      "pyramid_width", .from(8), "Channels of the feature pyramid and the proposal head")
    anchorSizes = try read(
      "anchor_sizes", .positive, "Anchor side of each of the five pyramid levels, in pixels")
    anchorRatios = try read("anchor_ratios", .positive, "Anchor height over width")
    trainingProposals = try read("training_proposals", .from(1), "Proposals of an image to draw regions from")
    inferenceProposals = try read(
      "inference_proposals", .from(1), "Proposals of an image classified at inference")
    regionsPerImage = try read(
      "regions_per_image", .from(1), "Regions of an image to train on, a quarter foreground")
    boxHeadWidth = try read("box_head_width", .from(8), "Width of the box head's two layers")
    boxDeltas = try read("box_deltas", "Box regression for each class or for all classes together")
    classifier = try .init(&read, "classifier", of: "class")
    maskPredictor = try .init(&read, "mask_predictor", of: "mask")
    maskHeadWidth = try read("mask_head_width", .from(8), "Channels of the mask head")
    maskHeadLayers = try read("mask_head_layers", .from(1), "Convolutions of the mask head")
    try read.require(anchorSizes.count == 5, "anchor_sizes", "one size for each of the five pyramid levels")
    try read.require(
      normalisation != .frozenBatch || self.weights != nil, "normalisation",
      "\"batch\" or \"group\" where weights are \"none\": frozen statistics come with weights")
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
