extension Recipe {
  /// What is trained and evaluated on.
  public enum DataSource: Sendable, Equatable {
    /// Annotation files with their image folders.
    case files(train: AnnotatedImages, validation: AnnotatedImages)
    /// The demo's generated scenes.
    case scenes(seed: UInt64, side: Int, train: Int, validation: Int)
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
    case files, scenes
  }

  init(_ read: inout RecipeReader) throws(RecipeError) {
    let source: Source = try read("source", "Annotation files, or the demo's generated scenes")
    switch source {
    case .files:
      self = .files(
        train: .init(
          annotations: try read("train_annotations", .filled, "LVIS or COCO annotation file to train on"),
          images: try read("train_images", .filled, "Folder of its images")),
        validation: .init(
          annotations: try read(
            "validation_annotations", .filled, "LVIS or COCO annotation file to evaluate on"),
          images: try read("validation_images", .filled, "Folder of its images")))
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
