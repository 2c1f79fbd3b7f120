extension Recipe.Detector {
  /// The kinds of detectors, each with the heads that belong to it.
  public enum Family: Sendable, Equatable {
    /// Boxes and masks from one stage of heads (He et al. 2017).
    case maskRCNN(Stage, MaskHead)
    /// Boxes and masks from stages that refine each other's boxes (Cai & Vasconcelos 2018).
    case cascadeMaskRCNN([Stage], MaskHead)
    /// Boxes alone from one stage of heads (Ren et al. 2015).
    case fasterRCNN(Stage)
    /// Boxes alone from stages that refine each other's boxes.
    case cascadeRCNN([Stage])

    /// The names of the families.
    public enum Kind: String, CaseIterable, Choice {
      case maskRCNN = "mask-rcnn"
      case cascadeMaskRCNN = "cascade-mask-rcnn"
      case fasterRCNN = "faster-rcnn"
      case cascadeRCNN = "cascade-rcnn"

      /// Whether stages of heads follow one another.
      public var isCascade: Bool {
        switch self {
        case .maskRCNN, .fasterRCNN: false
        case .cascadeMaskRCNN, .cascadeRCNN: true
        }
      }
    }

    /// Its name.
    public var kind: Kind {
      switch self {
      case .maskRCNN: .maskRCNN
      case .cascadeMaskRCNN: .cascadeMaskRCNN
      case .fasterRCNN: .fasterRCNN
      case .cascadeRCNN: .cascadeRCNN
      }
    }

    /// The stages of heads, each one's boxes the next one's regions.
    public var stages: [Stage] {
      switch self {
      case .maskRCNN(let stage, _), .fasterRCNN(let stage): [stage]
      case .cascadeMaskRCNN(let stages, _), .cascadeRCNN(let stages): stages
      }
    }

    /// The mask head; nil where boxes alone are found.
    public var mask: MaskHead? {
      switch self {
      case .maskRCNN(_, let mask), .cascadeMaskRCNN(_, let mask): mask
      case .fasterRCNN, .cascadeRCNN: nil
      }
    }
  }

  /// What is particular to one stage of heads.
  public struct Stage: Sendable, Equatable {
    /// Overlap from which a region is an object.
    public var objectOverlap: Double
    /// Standard deviation of a box's shift, relative to its size: the unit of deltas.
    public var shiftDeviation: Double
    /// Standard deviation of a box's log scale: the unit of deltas.
    public var scaleDeviation: Double
    /// What its losses are multiplied by.
    public var lossWeight: Double
    /// Whether every class has box deltas of its own.
    public var deltas: Deltas

    /// Box regression for all classes together or each for itself.
    public enum Deltas: String, Choice {
      case perClass = "per-class"
      case classAgnostic = "class-agnostic"
    }
  }

  /// Mask head: four convolutions, a deconvolution, one mask a class; and how masks meet pixels.
  public struct MaskHead: Sendable, Equatable {
    /// Channels of every layer.
    public var width: Int
    /// How mask logits follow from features.
    public var predictor: Predictor
    /// What a mask is trained against where a cell of its grid is covered in part.
    public var target: Target
    /// What lies beyond the image where an annotated mask is pooled.
    public var beyondImage: Beyond
    /// How a mask of 28 × 28 is laid into its box.
    public var pasting: Pasting

    /// What a partly covered cell is trained against.
    public enum Target: String, Choice {
      /// 1 from half coverage on, as in mmdetection and detectron2.
      case binary
      /// The covered share, as in torchvision.
      case coverage
    }

    /// What lies beyond an image.
    public enum Beyond: String, Choice {
      /// Zeros up to the batch's size.
      case zeros
      /// The outermost pixels again.
      case border
    }

    /// How a mask is laid into its box.
    public enum Pasting: String, Choice {
      /// At the box's exact coordinates, as in mmdetection and detectron2.
      case exact
      /// At the box grown by one cell and rounded to whole pixels, as in torchvision.
      case wholePixels = "whole-pixels"
    }
  }
}

extension Recipe.Detector.Family {
  init(
    _ read: inout RecipeReader, _ kind: Kind, _ published: Recipe.Detector.Published
  ) throws(RecipeError) {
    typealias Stage = Recipe.Detector.Stage
    typealias MaskHead = Recipe.Detector.MaskHead
    switch kind {
    case .maskRCNN: self = .maskRCNN(try Stage(&read, published), try MaskHead(&read, published))
    case .cascadeMaskRCNN:
      self = .cascadeMaskRCNN(try Stage.cascade(&read, published), try MaskHead(&read, published))
    case .fasterRCNN: self = .fasterRCNN(try Stage(&read, published))
    case .cascadeRCNN: self = .cascadeRCNN(try Stage.cascade(&read, published))
    }
  }
}

extension Recipe.Detector.Stage {
  /// The one stage.
  fileprivate init(
    _ read: inout RecipeReader, _ published: Recipe.Detector.Published
  ) throws(RecipeError) {
    deltas = try read("box_deltas", "Box regression for each class or for all classes together")
    objectOverlap = try published(
      &read, "region_object_overlap", .fraction, mmdetection: 0.5, torchvision: 0.5,
      "Overlap from which a region stands for an object")
    shiftDeviation = try published(
      &read, "shift_deviation", .positive, mmdetection: 0.1, torchvision: 0.1,
      "Deviation of a box's shift, relative to its size: the unit of deltas")
    scaleDeviation = try published(
      &read, "scale_deviation", .positive, mmdetection: 0.2, torchvision: 0.2,
      "Deviation of a box's log scale: the unit of deltas")
    lossWeight = 1
  }

  /// The three stages; a region moves to one place before the next stage, whatever its class.
  fileprivate static func cascade(
    _ read: inout RecipeReader, _ published: Recipe.Detector.Published
  ) throws(RecipeError) -> [Self] {
    func three(
      _ read: inout RecipeReader, _ key: String, _ limit: Limit<[Double]>, _ values: [Double],
      _ summary: String
    ) throws(RecipeError) -> [Double] {
      try published(&read, key, limit, mmdetection: values, torchvision: values, summary)
    }
    let overlaps = try three(
      &read, "stage_object_overlaps", .fractions(exactly: 3), [0.5, 0.6, 0.7],
      "Overlap from which a region stands for an object, in each stage")
    let shifts = try three(
      &read, "stage_shift_deviations", .positive(exactly: 3), [0.1, 0.05, 0.033],
      "Deviation of a box's shift, relative to its size, in each stage: the unit of deltas")
    let scales = try three(
      &read, "stage_scale_deviations", .positive(exactly: 3), [0.2, 0.1, 0.067],
      "Deviation of a box's log scale, in each stage: the unit of deltas")
    let weights = try three(
      &read, "stage_loss_weights", .positive(exactly: 3), [1, 0.5, 0.25],
      "What each stage's losses are multiplied by")
    return overlaps.indices.map {
      Self(
        objectOverlap: overlaps[$0], shiftDeviation: shifts[$0], scaleDeviation: scales[$0],
        lossWeight: weights[$0], deltas: .classAgnostic)
    }
  }
}

extension Recipe.Detector.MaskHead {
  fileprivate init(
    _ read: inout RecipeReader, _ published: Recipe.Detector.Published
  ) throws(RecipeError) {
    width = try read("mask_head_width", .from(8), "Channels of the mask head")
    predictor = try .init(&read, "mask_predictor", of: "mask")
    target = try published(
      &read, "mask_target", mmdetection: .binary, torchvision: .coverage,
      "What a partly covered cell of a mask is trained against: 1 from half on, or the covered share")
    beyondImage = try published(
      &read, "mask_beyond_image", mmdetection: .zeros, torchvision: .border,
      "What lies beyond the image where annotated masks are pooled: zeros, or its border again")
    pasting = try published(
      &read, "mask_pasting", mmdetection: .exact, torchvision: .wholePixels,
      "Masks laid into exact boxes, or into boxes grown by a cell and cut to whole pixels")
  }
}
