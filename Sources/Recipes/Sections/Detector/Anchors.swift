extension Recipe.Detector {
  /// Boxes of a few sizes and shapes around every position of every pyramid level.
  public struct Anchors: Sendable, Equatable {
    /// Side of each level's square anchor, in pixels, finest level first, the pooled level last.
    public var sizes: [Double]
    /// Height over width.
    public var ratios: [Double]
    /// Whether sides are whole pixels.
    public var sides: Sides
    /// How far neighbouring anchors lie apart.
    public var strides: Strides
    /// What becomes in training of anchors whose position lies in an image's padding.
    public var inPadding: Attendance
    /// What becomes in training of anchors that cross their image's border.
    public var acrossBorder: Attendance

    /// Whether sides are whole pixels.
    public enum Sides: String, Choice {
      /// As size and ratio give them.
      case exact
      /// Halves rounded to whole pixels.
      case rounded
    }

    /// How far neighbouring anchors lie apart.
    public enum Strides: String, Choice {
      /// 4, 8, 16, 32 and 64 pixels.
      case powers
      /// The whole quotient of the batch's side and the level's.
      case quotients
    }

    /// Whether anchors take part in training.
    public enum Attendance: String, Choice {
      /// As any other.
      case present
      /// Neither as objects nor as background.
      case absent
    }
  }
}

extension Recipe.Detector.Anchors {
  init(_ read: inout RecipeReader, _ published: Recipe.Detector.Published) throws(RecipeError) {
    sizes = try read(
      "anchor_sizes", .positive, "Anchor side of each of the five pyramid levels, in pixels")
    try read.require(sizes.count == 5, "anchor_sizes", "one size for each of the five pyramid levels")
    ratios = try read("anchor_ratios", .positive, "Anchor height over width")
    sides = try published(
      &read, "anchor_sides", mmdetection: .exact, torchvision: .rounded,
      "Anchor sides as size and ratio give them, or their halves rounded to whole pixels")
    strides = try published(
      &read, "anchor_strides", mmdetection: .powers, torchvision: .quotients,
      "Distance of anchors: 4 to 64 pixels, or the batch's side by the level's")
    inPadding = try published(
      &read, "anchors_in_padding", mmdetection: .absent, torchvision: .present,
      "Whether anchors in the padding up to the batch's size count as background")
    acrossBorder = try published(
      &read, "anchors_across_border", mmdetection: published.kind.isCascade ? .absent : .present,
      torchvision: .present,
      "Whether anchors that cross the image's border are trained (mmdetection's cascades: absent)")
  }
}
