import Annotations

/// Why detections cannot be held against a dataset.
public enum TruthError: Error, Equatable {
  /// Annotations had to be left out: without them the numbers would be others.
  case leftOut(file: String, SkippedAnnotations)
  /// The annotation's area is not finite.
  case badArea(file: String, annotation: Int, area: Double)
  /// The annotation has no mask.
  case noMask(file: String, annotation: Int)
  /// Annotations have no mask, and masks are wanted.
  case noMasks(file: String, AnnotationRemarks)
  /// The image of a mask has no width and height.
  case noSize(file: String, image: String)
  /// The annotation's image is too large for masks.
  case badMask(file: String, annotation: Int, MaskError)
}

extension TruthError: CustomStringConvertible {
  /// One sentence: which annotation of which file, and what is wrong.
  public var description: String {
    switch self {
    case .leftOut(let file, let skipped): "\(file): annotations that cannot be used: \(skipped)."
    case .badArea(let file, let annotation, let area):
      "\(file): annotation \(annotation): an area of \(area), expected a finite number."
    case .badMask(let file, let annotation, let error): "\(file): annotation \(annotation): \(error)."
    case .noMasks(let file, let remarks):
      "\(file): \(remarks). Masks cannot be evaluated without them: take --type bbox, or leave those objects out."
    case .noSize(let file, let image):
      "\(file): image \(image) has no width and height, which masks need."
    case .noMask(let file, let annotation): "\(file): annotation \(annotation) has no \"segmentation\"."
    }
  }
}
