import Annotations
import Evaluation

/// The objects that masks are evaluated on: those whose masks can be read. One that cannot drops one object, never an
/// evaluation.
struct ValidationMasks: Sendable {
  /// The annotations of the objects with masks.
  let dataset: Dataset
  /// Objects that the file gives no mask.
  let withoutMask: Int
  /// Why masks cannot be read.
  let complaints: [String]
  private let file: AnnotationFile
  /// For each instance of `dataset` its index in the file.
  private let instances: [Int]

  /// The objects of a dataset with masks; nil where none has one.
  ///
  /// - Parameter instances: for each instance of `whole` its index in the file.
  init?(_ file: AnnotationFile, _ whole: Dataset, _ instances: [Int]) {
    guard instances.contains(where: file.hasSegmentation) else { return nil }
    var complaints: [String] = []
    let isUsable = instances.map { instance in
      do {
        return try file.segmentation(of: instance) != nil
      } catch {
        complaints.append("\(error)")
        return false
      }
    }
    let kept = whole.instanceRanges.map { $0.filter { isUsable[$0] } }
    var end = 0
    dataset = Dataset(
      categories: whole.categories, images: whole.images,
      instances: kept.flatMap { $0.map { whole.instances[$0] } },
      instanceRanges: kept.map { places in
        defer { end += places.count }
        return end..<end + places.count
      })
    self.instances = kept.flatMap { $0.map { instances[$0] } }
    withoutMask = instances.count { !file.hasSegmentation($0) }
    self.complaints = complaints
    self.file = file
  }
}

extension ValidationMasks {
  /// Says which objects masks are not evaluated on, and why.
  func complain(to report: RunReporter) {
    if withoutMask > 0 {
      report.log(
        .warning, "\(file.path): masks are evaluated without \(withoutMask) objects that have none")
    }
    guard let first = complaints.first else { return }
    report.log(
      .warning,
      "masks are evaluated without \(complaints.count) objects whose masks cannot be read; the first: \(first)"
    )
  }
}

extension ValidationMasks: MaskSource {
  /// Appends the runs of an instance's mask.
  func appendRuns(of index: Int, to runs: inout [UInt32]) throws {
    try file.appendRuns(of: instances[index], to: &runs)
  }
}
