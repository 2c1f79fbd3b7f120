extension Recipe {
  /// What is trained and evaluated on.
  public enum DataSource: Sendable, Equatable {
    /// Annotation files with their image folders.
    case files(train: AnnotatedImages, validation: AnnotatedImages, rules: DataRules)
    /// Open Images' CSV files with their image folders.
    case openImages(OpenImages)
    /// The demo's generated scenes.
    case scenes(seed: UInt64, side: Int, train: Int, validation: Int)
  }

  /// What is made of annotations that are not as a detector wants them.
  public struct DataRules: Sendable, Equatable {
    /// What becomes of an object without a mask where masks are learnt.
    public enum WithoutMask: String, Choice {
      case boxOnly = "box-only"
      case skip
    }

    /// What makes a class of the validation file that of the training file.
    public enum ClassMatching: String, Choice {
      case nameAndID = "name-and-id"
      case id
    }

    /// What becomes of an object without a mask where masks are learnt.
    public let withoutMask: WithoutMask
    /// What makes a class of the validation file that of the training file.
    public let matchClasses: ClassMatching

    /// These rules.
    public init(withoutMask: WithoutMask, matchClasses: ClassMatching) {
      self.withoutMask = withoutMask
      self.matchClasses = matchClasses
    }
  }

  /// An annotation file and the folder of its images.
  public struct AnnotatedImages: Sendable, Equatable {
    /// Path of the LVIS or COCO annotation file.
    public let annotations: String
    /// The folder its file names start from.
    public let images: String

    /// A file and a folder.
    public init(annotations: String, images: String) {
      self.annotations = annotations
      self.images = images
    }
  }
}

extension Recipe.DataSource {
  private enum Source: String, Choice {
    case files
    case openImages = "open-images"
    case scenes
  }

  init(_ read: inout RecipeReader) throws(RecipeError) {
    let source: Source = try read(
      "source", "Annotation files, Open Images' CSV files, or the demo's generated scenes")
    switch source {
    case .files:
      self = .files(
        train: .init(
          annotations: try read("train_annotations", .filled, "LVIS or COCO annotation file to train on"),
          images: try read("train_images", .filled, "Folder of its images")),
        validation: .init(
          annotations: try read(
            "validation_annotations", .filled, "LVIS or COCO annotation file to evaluate on"),
          images: try read("validation_images", .filled, "Folder of its images")),
        rules: .init(
          withoutMask: try read(
            "without_mask", .any, default: .boxOnly,
            "What an object without a mask trains where masks are learnt: the box losses alone, or nothing"),
          matchClasses: try read(
            "match_classes", .any, default: .nameAndID,
            "What a class has the same in both files: name and id, or the id whatever its name")))
    case .openImages: self = .openImages(try Recipe.OpenImages(&read))
    case .scenes:
      let seed: Int = try read(
        "scene_seed", .from(0), "Seed of the generated scenes: the data set's identity")
      self = .scenes(
        seed: UInt64(seed),
        side: try read("scene_side", .from(32), "Width and height of a scene in pixels"),
        train: try read("train_scenes", .from(1), "Scenes to train on"),
        validation: try read("validation_scenes", .from(1), "Scenes to evaluate on"))
    }
  }
}
