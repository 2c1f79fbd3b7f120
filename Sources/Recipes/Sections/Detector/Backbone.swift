extension Recipe.Detector {
  /// A residual network (He et al. 2016).
  public struct Backbone: Sendable, Equatable {
    /// Which network.
    public var depth: Depth
    /// Channels of the stem; the stages have 1, 2, 4 and 8 times as many (bottlenecks 4 times those).
    public var width: Int
    /// How the image reaches a quarter of its resolution.
    public var stem: Stem
    /// What follows each convolution.
    public var normalisation: Normalisation
    /// What is added to a batch norm's variance before the root.
    public var normEpsilon: Double
    /// Leading parts, the stem first, that keep their weights.
    public var frozenStages: Int
    /// Where a bottleneck halves the resolution.
    public var bottleneckStride: BottleneckStride
    /// The order of colours that it sees.
    public var channels: Channels

    /// The networks there are.
    public enum Depth: String, CaseIterable, Choice {
      case resNet18 = "resnet-18"
      case resNet34 = "resnet-34"
      case resNet50 = "resnet-50"
      case resNet101 = "resnet-101"

      /// Number of weighted layers.
      public var layerCount: Int {
        switch self {
        case .resNet18: 18
        case .resNet34: 34
        case .resNet50: 50
        case .resNet101: 101
        }
      }
    }

    /// The backbone's first layers.
    public enum Stem: String, Choice {
      /// A 7×7 convolution of stride 2, then 3×3 max pooling of stride 2, as in ResNet.
      case large
      /// A 3×3 convolution of stride 2, then 3×3 max pooling of stride 2: for small images.
      case small
    }

    /// What follows each convolution.
    public enum Normalisation: Sendable, Equatable {
      /// Batch norm that keeps its statistics: for pre-trained weights.
      case frozenBatch(ScaleAndShift)
      /// Batch norm that learns: for random weights and batches of several images.
      case batch
      /// Group norm of so many groups: for random weights and any batch.
      case group(Int)

      /// Whether statistics must come with weights.
      public var isFrozen: Bool {
        switch self {
        case .frozenBatch: true
        case .batch, .group: false
        }
      }
    }

    /// Where a bottleneck halves the resolution; weights fit only what they were trained with.
    public enum BottleneckStride: String, Choice {
      /// In its 3×3 convolution: torchvision's weights and all made from them.
      case middle = "3x3"
      /// In its first 1×1 convolution: Caffe's weights, MSRA's R-50 among them (mmdetection: style "caffe").
      case first = "1x1"
    }

    /// The order of colours that a network sees; weights fit only what they were trained with.
    public enum Channels: String, Choice {
      /// Red first: torchvision's weights and all made from them.
      case rgb
      /// Blue first: Caffe's weights, and detectron2's by default.
      case bgr
    }

    /// Scale and shift of a batch norm whose statistics are frozen.
    public enum ScaleAndShift: String, Choice {
      /// They learn, but for those of frozen stages.
      case trained
      /// They stay as they are.
      case frozen
    }
  }
}

extension Recipe.Detector.Backbone {
  init(
    _ read: inout RecipeReader, _ depth: Depth, _ published: Recipe.Detector.Published
  ) throws(RecipeError) {
    self.depth = depth
    width = try read(
      "backbone_width", .from(8), "Channels of the backbone's stem: 64 is ResNet's own")
    stem = try read("stem", "The first convolution: 7 x 7 as in ResNet, or 3 x 3 for small images")
    normalisation = try Normalisation(&read, published)
    switch normalisation {
    case .frozenBatch, .batch:
      normEpsilon = try published(
        &read, "norm_epsilon", .notNegative, mmdetection: 1e-5, torchvision: 1e-5,
        "What is added to a batch norm's variance before the root; 0 for torchvision's COCO_V1 weights")
    case .group: normEpsilon = 1e-5
    }
    frozenStages = try read(
      "frozen_stages", .within(0...5), "Backbone stages, the stem first, that are not trained")
    bottleneckStride =
      try depth.layerCount < 50
      ? .middle
      : published(
        &read, "bottleneck_stride", mmdetection: .middle, torchvision: .middle,
        "The convolution by which a bottleneck halves the resolution, as the weights have it (MSRA's: 1x1)")
    channels = try published(
      &read, "channels", mmdetection: .rgb, torchvision: .rgb,
      "The order of colours that the weights were trained with (MSRA's and most of detectron2's: bgr)")
  }
}

extension Recipe.Detector.Backbone.Normalisation {
  private enum Kind: String, Choice {
    case frozenBatch = "frozen-batch"
    case batch, group
  }

  fileprivate init(
    _ read: inout RecipeReader, _ published: Recipe.Detector.Published
  ) throws(RecipeError) {
    let kind: Kind = try read(
      "normalisation", "Normalisation in the backbone; frozen-batch keeps the statistics, which need weights")
    switch kind {
    case .frozenBatch:
      self = .frozenBatch(
        try published(
          &read, "scale_and_shift", mmdetection: .trained, torchvision: .frozen,
          "Scale and shift of the frozen batch norms, outside of frozen stages"))
    case .batch: self = .batch
    case .group:
      self = .group(try read("normalisation_groups", .from(1), "Groups of channels of each group norm"))
    }
  }
}
