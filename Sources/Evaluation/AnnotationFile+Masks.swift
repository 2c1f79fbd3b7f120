import Annotations
import JSON

extension AnnotationFile: MaskSource {
  /// Appends the runs of an instance's mask, read from the file.
  public func appendRuns(of instance: Int, to runs: inout [UInt32]) throws {
    try appendRuns(of: instance, to: &runs, parser: JSONParser())
  }

  /// Appends the runs of instances' masks, read from the file one after the other; `body` is told of each when it is there.
  public func forEachMask(
    of instances: [Int], appendingTo runs: inout [UInt32], _ body: ([UInt32]) -> Void
  ) throws {
    let parser = JSONParser()
    for instance in instances {
      try appendRuns(of: instance, to: &runs, parser: parser)
      body(runs)
    }
  }

  private func appendRuns(of instance: Int, to runs: inout [UInt32], parser: JSONParser) throws {
    let image = dataset.images[dataset.instances[instance].image]
    let id = dataset.instances[instance].id
    guard let segmentation = try segmentation(of: instance, rings: .all, parser: parser) else {
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
