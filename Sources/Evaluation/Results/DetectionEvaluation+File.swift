import Synchronization

extension DetectionEvaluation {
  /// Takes all detections of a file on the same dataset, matched on all cores.
  public func add(_ file: ResultsFile) throws {
    let matcher = matcher
    let matched = try concurrentMap(matcher.dataset.images.count) { image in
      try matcher.outcomes(
        image: image, detections: file.detections, indices: file.indices[image].lazy.map(Int.init),
        masks: file.masks)
    }
    outcomes.withLock { $0 = matched }
  }
}
