extension Recipe {
  /// Open Images' CSV files, and how they are judged by.
  public struct OpenImages: Sendable, Equatable {
    /// Path of LabelName and DisplayName of the classes that take part.
    public let classes: String
    /// Path of the classes' tree; nil for none.
    public let hierarchy: String?
    /// What is trained on.
    public let train: Split
    /// What is evaluated on.
    public let validation: Split
    /// What is counted.
    public let rules: Rules
    /// What a detection counts for besides its class.
    public let detectionExpansion: Expansion

    /// The files of one split.
    public struct Split: Sendable, Equatable {
      /// Path of the boxes.
      public let boxes: String
      /// Path of the image-level labels; nil for none.
      public let labels: String?
      /// The folder of the images, each ImageID.jpg.
      public let images: String
    }

    /// Which rules of Open Images evaluate.
    public enum Rules: String, Choice {
      /// Classes that nobody verified in an image do not count there; a group counts as one object.
      case challenge
      /// Every detection counts; a group only forgives.
      case v2
    }

    /// What a detection counts for besides its class.
    public enum Expansion: String, Choice {
      case none
      case toParents = "to-parents"
    }
  }
}

extension Recipe.OpenImages {
  init(_ read: inout RecipeReader) throws(RecipeError) {
    classes = try read(
      "classes", .filled, "Labels and names of the classes that take part: 601, the challenge's 500, or any")
    hierarchy = try Self.path(
      &read, "hierarchy", "The classes' tree (bbox_labels_600_hierarchy.json); or \"none\"")
    train = try Split(&read, "train", "to train on")
    validation = try Split(&read, "validation", "to evaluate on")
    rules = try read("rules", "Whose rules evaluate: the challenge's, or those of V2")
    detectionExpansion = try read(
      "detection_expansion", "Whether a detection counts for the classes above its own too")
  }

  fileprivate static func path(
    _ read: inout RecipeReader, _ key: String, _ summary: String
  ) throws(RecipeError) -> String? {
    let path: String = try read(key, .filled, summary)
    return path == "none" ? nil : path
  }
}

extension Recipe.OpenImages.Split {
  fileprivate init(_ read: inout RecipeReader, _ split: String, _ purpose: String) throws(RecipeError) {
    boxes = try read("\(split)_boxes", .filled, "Boxes \(purpose) (…-annotations-bbox.csv)")
    labels = try Recipe.OpenImages.path(
      &read, "\(split)_labels", "Verified image-level labels (…-imagelabels….csv); or \"none\"")
    images = try read("\(split)_images", .filled, "Folder of the images \(purpose), each ImageID.jpg")
  }
}
