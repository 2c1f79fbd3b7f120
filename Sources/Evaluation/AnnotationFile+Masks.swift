import Annotations

extension AnnotationFile: MaskSource {
  /// Appends the runs of an instance's mask, read from the file.
  public func appendRuns(of instance: Int, to runs: inout [UInt32]) throws {
    let image = dataset.images[dataset.instances[instance].image]
    let id = dataset.instances[instance].id
    guard let segmentation = try segmentation(of: instance, rings: .all) else {
      throw TruthError.noMask(file: path, annotation: id)
    }
    guard image.width > 0, image.height > 0 else {
      throw TruthError.noSize(file: path, image: dataset.imageTexts.original(of: image.id))
    }
    do throws(MaskError) {
      try RunLengthMask.checkSize(height: image.height, width: image.width)
    } catch {
      throw TruthError.badMask(file: path, annotation: id, error)
    }
    runs.append(contentsOf: segmentation.mask(height: image.height, width: image.width).counts)
  }
}
