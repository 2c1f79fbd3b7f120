extension Recipe {
  /// The network.
  public struct Detector: Sendable, Equatable {
    /// What kind of detector it is, with the heads that belong to it.
    public var family: Family
    /// Whose conventions decide what the recipe does not set itself.
    public let conventions: Conventions
    /// The residual network.
    public var backbone: Backbone
    /// Path of a checkpoint or of another library's state dict; nil for random weights.
    public let weights: String?
    /// Channels of the feature pyramid and of the proposal head.
    public var pyramidWidth: Int
    /// Boxes that proposals start from.
    public var anchors: Anchors
    /// The region proposal network.
    public var proposals: Proposals
    /// Choice and pooling of regions.
    public var regions: Regions
    /// The heads' layers on each region that predict class and box.
    public var box: BoxHead
    /// What training changes; the rest stays as the weights have it.
    public var trained: Trained

    /// Family and backbone in one name: `mask-rcnn-r50-fpn`.
    public var name: String { "\(family.kind.rawValue)-r\(backbone.depth.layerCount)-fpn" }

    /// The part of the network that is trained.
    public enum Trained: String, Choice {
      /// All but the frozen stages.
      case all
      /// Proposal network, mask head, classifier and box regression: what LOCE's authors train.
      case heads
      /// The classifier alone: what BAGS's authors train.
      case classifier
    }
  }
}

extension Recipe.Detector {
  init(_ read: inout RecipeReader) throws(RecipeError) {
    let kind: Family.Kind = try read(
      "family", "Boxes and masks or boxes alone, by heads in one stage or in a cascade of three")
    conventions = try read(
      "conventions",
      "Whose conventions decide the keys that are commented out below; set one to differ in it alone")
    let published = Published(conventions, kind)
    let depth: Backbone.Depth = try read("backbone", "The residual network under the feature pyramid")
    let weights: String = try read(
      "weights", .filled,
      "Checkpoint of ours or state dict of torchvision, mmdetection or detectron2 to start from; or \"none\"")
    self.weights = weights == "none" ? nil : weights
    backbone = try Backbone(&read, depth, published)
    try read.require(
      !backbone.normalisation.isFrozen || self.weights != nil, "normalisation",
      "\"batch\" or \"group\" where weights are \"none\": frozen statistics come with weights")
    pyramidWidth = try read(
      "pyramid_width", .from(8), "Channels of the feature pyramid and the proposal head")
    anchors = try Anchors(&read, published)
    proposals = try Proposals(&read, published)
    regions = try Regions(&read, published)
    box = try BoxHead(&read, published)
    family = try Family(&read, kind, published)
    trained = try read(
      "trained",
      "What is trained: all, the heads (not backbone, pyramid, hidden layers), or the classifier alone")
    try read.require(
      trained == .all || self.weights != nil, "trained",
      "\"all\" where weights are \"none\": what stays as it is must have been trained before")
  }
}
