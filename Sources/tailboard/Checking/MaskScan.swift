import Annotations

/// Whether the masks of a file can be read.
struct MaskScan: Sendable {
  /// Objects that the file gives no mask.
  let missingCount: Int
  /// Why masks cannot be read, each.
  let unreadable: [String]

  /// Reads every mask of a file, on all cores.
  init(of file: AnnotationFile, progress: (Double) -> Void) {
    let instances = file.dataset.instances.indices
    missingCount = instances.count { !file.hasSegmentation($0) }
    guard missingCount < instances.count else {
      unreadable = []
      return
    }
    unreadable = concurrentScan(instances.count, portion: 100_000, progress: progress) { instance in
      do {
        _ = try file.segmentation(of: instance)
        return nil
      } catch {
        return "\(error)"
      }
    }.compactMap(\.self)
  }
}
