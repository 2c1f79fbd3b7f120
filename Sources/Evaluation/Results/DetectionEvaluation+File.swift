import Annotations
import Synchronization

extension DetectionEvaluation {
  /// Takes all detections of a file on the same dataset, matched on all cores.
  public func add(_ file: ResultsFile) throws {
    let matcher = matcher
    let isKept = matcher.rules.keptDetections(of: file, classCount: matcher.dataset.categories.count)
    let matched = try concurrentMap(matcher.dataset.images.count) { image in
      try matcher.outcomes(
        image: image, detections: file.detections,
        indices: file.indices[image].lazy.map(Int.init).filter { isKept?[$0] ?? true }, masks: file.masks)
    }
    outcomes.withLock { $0 = matched }
  }
}

extension BenchmarkRules {
  /// Which detections of a file are among the best of their class over all images, equal scores in the order of the file;
  /// nil without such a limit.
  fileprivate func keptDetections(of file: ResultsFile, classCount: Int) -> [Bool]? {
    guard case .lvisFixed(let limit) = self else { return nil }
    var classes = [[Int]](repeating: [], count: classCount)
    for (index, detection) in file.detections.enumerated()
    where detection.category != DetectedInstance.unknownCategory {
      classes[detection.category].append(index)
    }
    var isKept = [Bool](repeating: false, count: file.detections.count)
    for found in classes {
      let best = found.sorted { a, b in
        (file.detections[b].score, a) < (file.detections[a].score, b)
      }
      for index in best.prefix(limit) { isKept[index] = true }
    }
    return isKept
  }
}
