import Annotations
import Foundation
import Recipes

/// The annotated images of a run.
public enum DataSources: Sendable {
  /// Annotation files with their image folders.
  case files(
    train: Recipe.AnnotatedImages, validation: Recipe.AnnotatedImages,
    rules: Recipe.DataRules = .init(withoutMask: .boxOnly, matchClasses: .nameAndID))
  /// Open Images' CSV files; what takes long to find out of their images is kept in the cache folder.
  case openImages(Recipe.OpenImages, cache: URL)

  /// One split of Open Images.
  struct OpenImagesSplit {
    let files: OpenImagesFiles
    let images: URL
  }
}

extension DataSources.OpenImagesSplit {
  init(_ split: Recipe.OpenImages.Split, of source: Recipe.OpenImages) {
    files = OpenImagesFiles(
      classes: URL(fileURLWithPath: source.classes),
      hierarchy: source.hierarchy.map { URL(fileURLWithPath: $0) },
      boxes: URL(fileURLWithPath: split.boxes), labels: split.labels.map { URL(fileURLWithPath: $0) })
    images = URL(fileURLWithPath: split.images)
  }
}

extension DataSources {
  /// What is made of annotations that are not as a detector wants them.
  var rules: Recipe.DataRules {
    switch self {
    case .files(_, _, let rules): rules
    case .openImages: .init(withoutMask: .boxOnly, matchClasses: .nameAndID)
    }
  }

  /// Both files read, with their folders.
  func read(_ report: RunReporter) throws -> (train: AnnotatedFolder, validation: AnnotatedFolder) {
    switch self {
    case .files(let train, let validation, _):
      let file = try AnnotatedFolder(train, report)
      return (
        file,
        try validation.annotations == train.annotations
          ? AnnotatedFolder(file.file, images: URL(fileURLWithPath: validation.images))
          : AnnotatedFolder(validation, report)
      )
    case .openImages(let source, let cache):
      return (
        try AnnotatedFolder(.init(source.train, of: source), cache: cache, parents: .implied, report),
        try AnnotatedFolder(.init(source.validation, of: source), cache: cache, parents: .asInstances, report)
      )
    }
  }
}

/// Annotations with the folder of their images.
struct AnnotatedFolder {
  let file: AnnotationFile
  let images: ImageFolder

  init(_ file: AnnotationFile, images: URL) {
    self.file = file
    self.images = ImageFolder(images, of: file.dataset)
  }

  fileprivate init(_ source: Recipe.AnnotatedImages, _ report: RunReporter) throws {
    let file = try AnnotationFile(contentsOf: URL(fileURLWithPath: source.annotations))
    if !file.skipped.isEmpty {
      report.log(
        .warning, "\(source.annotations): skipped \(file.skipped.count) annotations: \(file.skipped)")
    }
    self.init(file, images: URL(fileURLWithPath: source.images))
  }

  fileprivate init(
    _ split: DataSources.OpenImagesSplit, cache: URL, parents: ParentLabels, _ report: RunReporter
  ) throws {
    self.init(
      try AnnotationFile(split, cache: cache, parents: parents, report), images: split.images)
  }
}
