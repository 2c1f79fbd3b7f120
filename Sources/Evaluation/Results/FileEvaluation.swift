import Annotations
import Foundation

/// The evaluation of a results file against an annotation file.
public struct FileEvaluation: Sendable {
  /// The annotations.
  public let truths: AnnotationFile
  /// The detections on them.
  public let detections: ResultsFile
  /// The detections held against the truths.
  public let evaluation: DetectionEvaluation
  /// The numbers.
  public let results: EvaluationResults
  /// The numbers in which a truth of id 0 can be found, where the file has one and `results` are as the peers' tools count.
  public let corrected: EvaluationResults?

  /// What an evaluation does, one after the other.
  public enum Step: Sendable {
    case readingTruths, readingDetections, matching
  }

  /// Reads the files and evaluates on all cores.
  ///
  /// - Parameters:
  ///   - detectionFiles: one file, or the parts of one.
  ///   - progress: told the share of a step that is done, a hundred times at most for each file.
  public init(
    truths truthFile: URL, detections detectionFiles: [URL], content: ResultsFile.Content,
    rules: BenchmarkRules,
    depth: EvaluationDepth, counting: Counting = .asPeers, progress: (Step, Double) -> Void = { _, _ in }
  ) throws {
    truths = try AnnotationFile(contentsOf: truthFile, for: .evaluation) { progress(.readingTruths, $0) }
    try truths.check(for: content)
    var found = try ResultsFile(
      contentsOf: detectionFiles, dataset: truths.dataset, content: content, counting: counting,
      keeping: depth.keptMasks
    ) {
      progress(.readingDetections, $0)
    }
    progress(.matching, 0)
    let truths = truths
    func evaluation(_ dataset: Dataset, _ detections: ResultsFile) throws -> DetectionEvaluation {
      let task: EvaluationTask =
        switch content {
        case .boxes: .boxes
        case .masks, .masksAlone: .masks(truths: truths)
        }
      let evaluation = DetectionEvaluation(dataset, rules: rules, task: task, depth: depth)
      try evaluation.add(detections)
      return evaluation
    }
    let renumbered = truths.dataset.withoutIDZero
    switch counting {
    case .asPeers:
      self.evaluation = try evaluation(truths.dataset, found)
      corrected = try renumbered.map { try evaluation($0, found).results() }
    case .corrected:
      self.evaluation = try evaluation(renumbered ?? truths.dataset, found)
      corrected = nil
    }
    found.dropMasks()
    detections = found
    results = try self.evaluation.results()
  }
}

extension AnnotationFile {
  /// Throws where the file's numbers cannot be trusted: an evaluation leaves out only what the peers' tools do.
  fileprivate func check(for content: ResultsFile.Content) throws(TruthError) {
    let meaningless = skipped.only { !$0.isLeftOutByPeers }
    guard meaningless.isEmpty else { throw .leftOut(file: path, meaningless) }
    for instance in dataset.instances where !instance.area.isFinite {
      throw .badArea(file: path, annotation: instance.id, area: instance.area)
    }
    switch content {
    case .boxes: return
    case .masks, .masksAlone:
      let maskless = remarks.only { $0 == .noMask }
      guard maskless.isEmpty else { throw .noMasks(file: path, maskless) }
    }
  }
}
