import Annotations

/// Why the masks of a dataset cannot be compared.
public enum TruthError: Error, Equatable {
  /// The annotation has no mask.
  case noMask(file: String, annotation: Int)
  /// The annotation's mask has another size than its image.
  case wrongMaskSize(file: String, annotation: Int, found: [Int], expected: [Int])
}

extension TruthError: CustomStringConvertible {
  /// One sentence: which annotation of which file, and what is wrong.
  public var description: String {
    switch self {
    case .noMask(let file, let annotation): "\(file): annotation \(annotation) has no \"segmentation\"."
    case .wrongMaskSize(let file, let annotation, let found, let expected):
      "\(file): annotation \(annotation): a mask of size \(found), but its image is \(expected) (height, width)."
    }
  }
}

extension AnnotationFile: MaskSource {
  /// Appends the runs of an instance's mask, read from the file.
  public func appendRuns(of instance: Int, to runs: inout [UInt32]) throws {
    let image = dataset.images[dataset.instances[instance].image]
    let id = dataset.instances[instance].id
    guard let segmentation = try segmentation(of: instance) else {
      throw TruthError.noMask(file: path, annotation: id)
    }
    let mask = segmentation.mask(height: image.height, width: image.width)
    guard mask.height == image.height, mask.width == image.width else {
      throw TruthError.wrongMaskSize(
        file: path, annotation: id, found: [mask.height, mask.width], expected: [image.height, image.width])
    }
    runs.append(contentsOf: mask.counts)
  }
}
