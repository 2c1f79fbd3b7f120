import Annotations

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
