extension Recipe.Detector {
  /// Box head: two hidden layers, then classifier and box regression; and what becomes of its boxes.
  public struct BoxHead: Sendable, Equatable {
    /// Width of each hidden layer.
    public var hiddenWidth: Int
    /// How class logits follow from features.
    public var classifier: Predictor
    /// Residual at which the regression loss turns from quadratic to linear; 0 is plain L1.
    public var lossBeta: Double
    /// How far a box may grow or shrink in one step.
    public var deltaLimit: DeltaLimit
    /// Detections with a smaller side are dropped, in pixels.
    public var smallestSide: Double

    /// Which log scales are cut off at 1000/16, proposals' too.
    public enum DeltaLimit: String, Choice {
      /// Growth and shrinking.
      case both
      /// Growth alone.
      case growth
    }
  }

  /// A last layer.
  public enum Predictor: Sendable, Equatable {
    /// An affine map.
    case linear
    /// The cosine of feature and weight row, times a temperature.
    case normalised(temperature: Double)
  }
}

extension Recipe.Detector.BoxHead {
  init(_ read: inout RecipeReader, _ published: Recipe.Detector.Published) throws(RecipeError) {
    hiddenWidth = try read("box_head_width", .from(8), "Width of the box head's two layers")
    classifier = try .init(&read, "classifier", of: "class")
    lossBeta = try published(
      &read, "box_loss_beta", .notNegative, mmdetection: published.kind.isCascade ? 1 : 0,
      torchvision: 1.0 / 9, "Residual where the box loss turns linear; 0 is L1 (mmdetection's cascades: 1)")
    deltaLimit = try published(
      &read, "delta_limit", mmdetection: .both, torchvision: .growth,
      "Whether growth alone or shrinking too is limited to a factor of 1000/16 a step")
    smallestSide = try published(
      &read, "detection_smallest_side", .notNegative, mmdetection: 0, torchvision: 1e-2,
      "Detections of a smaller side are dropped, in pixels")
  }
}

extension Recipe.Detector.Predictor {
  private enum Kind: String, Choice {
    case linear, normalised
  }

  init(_ read: inout RecipeReader, _ key: String, of quantity: String) throws(RecipeError) {
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
