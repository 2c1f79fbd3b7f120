import Annotations
import Foundation

extension AnnotationFile {
  /// A split of Open Images: its boxes in pixels of its images, which are opened where nobody has measured them yet.
  ///
  /// - Parameters:
  ///   - cache: where measured extents are kept.
  ///   - parents: how objects show the classes above theirs.
  convenience init(
    _ split: DataSources.OpenImagesSplit, cache: URL, parents: ParentLabels, _ report: RunReporter
  ) throws {
    let read = try OpenImagesAnnotations(split.files)
    for sentence in read.remarks.sentences { report.log(.info, "\(split.files.boxes.path): \(sentence)") }
    let extents = try read.extents(in: split.images, cache: cache, report)
    let missing = extents.count { $0 == nil }
    if missing > 0 {
      report.log(
        .warning,
        "\(missing) of \(extents.count) images of \(split.files.boxes.path) are not in \(split.images.path) and left out"
      )
    }
    self.init(boxes: read.dataset(extents, parents: parents), rules: read.rules, path: split.files.boxes.path)
  }
}

extension OpenImagesAnnotations {
  /// The extents that the box file says, else those of the image files.
  fileprivate func extents(in folder: URL, cache: URL, _ report: RunReporter) throws -> [ImageExtent?] {
    guard extents.contains(where: { $0 == nil }) else { return extents }
    var measured = ImageExtents(of: folder, cache: cache)
    let names = imageIDs.map { $0 + ".jpg" }
    let found = try measured.extents(ofFiles: names) { count in
      report(.phase("measuring \(count) images, once"))
    }
    return zip(extents, found).map { $0 ?? $1 }
  }
}
