import Annotations

/// Why detections cannot be held against a dataset.
public enum TruthError: Error, Equatable {
  /// Annotations had to be left out: without them the numbers would be others.
  case leftOut(file: String, SkippedAnnotations)
  /// The annotation has no mask.
  case noMask(file: String, annotation: Int)
  /// The annotation's mask has another size than its image.
  case wrongMaskSize(file: String, annotation: Int, found: [Int], expected: [Int])
}

extension TruthError: CustomStringConvertible {
  /// One sentence: which annotation of which file, and what is wrong.
  public var description: String {
    switch self {
    case .leftOut(let file, let skipped): "\(file): annotations that cannot be used: \(skipped)."
    case .noMask(let file, let annotation): "\(file): annotation \(annotation) has no \"segmentation\"."
    case .wrongMaskSize(let file, let annotation, let found, let expected):
      "\(file): annotation \(annotation): a mask of size \(found), but its image is \(expected) (height, width)."
    }
  }
}
