/// What a detector is built from; a recipe makes one.
public struct DetectorConfiguration: Sendable, Equatable {
  /// Number of foreground classes, C.
  public var classCount: Int
  /// The backbone.
  public var backbone: ResNetConfiguration
  /// Channels of every pyramid level.
  public var pyramidWidth: Int
  /// Boxes that proposals start from.
  public var anchors: AnchorConfiguration
  /// Region proposal network.
  public var proposals: ProposalConfiguration
  /// How regions are chosen for training and pooled.
  public var regions: RegionConfiguration
  /// What looks at them one after the other: one stage in Mask R-CNN.
  public var stages: [StageConfiguration]
  /// Box head.
  public var box: BoxHeadConfiguration
  /// Mask head; nil for a detector of boxes alone.
  public var mask: MaskHeadConfiguration?
  /// What training changes.
  public var trained: TrainedPart
  /// Choice of the final detections.
  public var inference: InferenceConfiguration

  /// Channels, rows and columns of a region as the box head sees it.
  public var pooledShape: [Int] { [pyramidWidth, BoxHead.side, BoxHead.side] }
}

/// The part of a detector that training changes; the rest keeps its weights and statistics.
public enum TrainedPart: Sendable, Equatable {
  /// All but the backbone's frozen parts.
  case all
  /// Proposal network, mask head, classifier and box regression, as in LOCE: not backbone, pyramid and hidden layers.
  case heads
  /// The classifier alone, as in BAGS.
  case classifier
}

/// A residual network (He et al. 2016).
public struct ResNetConfiguration: Sendable, Equatable {
  /// Number of weighted layers.
  public enum Depth: Int, Sendable, CaseIterable {
    case d18 = 18
    case d34 = 34
    case d50 = 50
    case d101 = 101
  }

  /// What follows each convolution.
  public enum Normalisation: Sendable, Equatable {
    /// Batch norm with constant statistics and scales, folded into the convolution: for pre-trained weights.
    case frozenBatch
    /// Batch norm trained with the rest: for random weights and batches of several images.
    case batch
    /// Group norm of this many groups: for random weights and tiny batches.
    case group(Int)
  }

  /// How the image reaches a quarter of its resolution.
  public enum Stem: Sendable, Equatable {
    /// 7×7 convolution of stride 2, then 3×3 max pooling of stride 2.
    case large
    /// 3×3 convolution of stride 2, then 3×3 max pooling of stride 2: for small images.
    case small
  }

  /// Number of weighted layers.
  public var depth: Depth
  /// Channels of the stem and the first stage; 64 in the paper. Each further stage doubles them.
  public var width: Int
  /// How the image reaches a quarter of its resolution.
  public var stem: Stem
  /// What follows each convolution.
  public var normalisation: Normalisation
  /// Leading parts that keep their weights: 0 none, 1 the stem, 2 the first stage too, up to 5.
  public var frozenParts: Int

  /// A network of these facts.
  public init(depth: Depth, width: Int, stem: Stem, normalisation: Normalisation, frozenParts: Int) {
    self.depth = depth
    self.width = width
    self.stem = stem
    self.normalisation = normalisation
    self.frozenParts = frozenParts
  }
}

/// Boxes of a few sizes and shapes around every position of every pyramid level.
public struct AnchorConfiguration: Sendable, Equatable {
  /// Side of a level's square anchor in pixels, finest level first, the pooled level last.
  public var sizes: [Float]
  /// Height over width.
  public var ratios: [Float]
}

/// Region proposal network (Ren et al. 2015).
public struct ProposalConfiguration: Sendable, Equatable {
  /// How many boxes pass each stage.
  public struct Limits: Sendable, Equatable {
    /// Best boxes of a level that enter non-maximum suppression.
    public var perLevel: Int
    /// Boxes of an image that leave it.
    public var perImage: Int
  }

  /// Limits in training.
  public var training: Limits
  /// Limits in inference.
  public var inference: Limits
  /// Overlap above which the lower-scored box is dropped.
  public var suppressionThreshold: Double
  /// Overlap from which an anchor is an object.
  public var objectThreshold: Float
  /// Overlap below which an anchor is background.
  public var backgroundThreshold: Float
  /// Anchors of an image that the loss looks at.
  public var sampleCount: Int
  /// Share of them that may be objects.
  public var objectShare: Double
  /// Residual at which the regression loss turns from quadratic to linear; 0 is plain L1.
  public var lossBeta: Double
}

/// Sampling and pooling of regions.
public struct RegionConfiguration: Sendable, Equatable {
  /// Whether pixel centres lie at half coordinates.
  public enum Alignment: Sendable, Equatable {
    /// They do, as in detectron2's ROIAlignV2 and the paper's code.
    case halfPixel
    /// They do not, as in torchvision: features are shifted by half a pixel.
    case none
  }

  /// Regions of an image that the losses look at.
  public var sampleCount: Int
  /// Share of them that may be objects.
  public var objectShare: Double
  /// Whether pixel centres lie at half coordinates.
  public var alignment: Alignment
  /// Side of a region that is pooled from pyramid level P4; 224 for images of 800 pixels.
  public var canonicalSide: Float
}

/// What is particular to one stage of heads.
public struct StageConfiguration: Sendable, Equatable {
  /// Overlap from which a region is an object.
  public var objectThreshold: Float
  /// The units of box deltas.
  public var coder: BoxCoder
  /// What its losses are multiplied by.
  public var lossWeight: Double
}

/// Box head: two hidden layers, then classifier and box regression.
public struct BoxHeadConfiguration: Sendable, Equatable {
  /// Whether each class has deltas of its own.
  public enum Regression: Sendable, Equatable {
    case perClass
    case classAgnostic
  }

  /// Units of each hidden layer.
  public var hiddenWidth: Int
  /// How the classifier compares a region's features with a class's weights.
  public var classifier: Similarity
  /// Whether each class has deltas of its own.
  public var regression: Regression
  /// Residual at which the regression loss turns from quadratic to linear; 0 is plain L1.
  public var lossBeta: Double
}

/// How a predictor compares features with weights.
public enum Similarity: Sendable, Equatable {
  /// Inner product.
  case inner
  /// Inner product of unit vectors, times a temperature.
  case cosine(temperature: Double)
}

/// Mask head: four convolutions, a deconvolution, one mask a class.
public struct MaskHeadConfiguration: Sendable, Equatable {
  /// What a mask is trained against where a cell of the grid is covered in part.
  public enum Target: Sendable, Equatable {
    /// 1 from half coverage on, as in detectron2 and the paper's code.
    case binary
    /// The covered share, as in torchvision.
    case coverage
  }

  /// Channels of every layer.
  public var width: Int
  /// How the predictor compares features with a class's weights.
  public var predictor: Similarity
  /// What a partly covered cell is trained against.
  public var target: Target
}

/// Which boxes become detections, and how their masks are laid into the image.
public struct InferenceConfiguration: Sendable, Equatable {
  /// How a mask of 28 × 28 is laid into its box.
  public enum Pasting: Sendable, Equatable {
    /// At the box's exact coordinates, as in detectron2.
    case exact
    /// At the box grown by one cell and rounded to whole pixels, as in torchvision.
    case wholePixels
  }

  /// A detection's score lies above this.
  public var scoreThreshold: Float
  /// Overlap above which the lower-scored box of a class is dropped.
  public var suppressionThreshold: Double
  /// Detections of an image.
  public var detectionLimit: Int
  /// How masks are laid into their boxes.
  public var pasting: Pasting
}
