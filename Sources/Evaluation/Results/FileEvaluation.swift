import Annotations
import Foundation

/// The evaluation of a results file against an annotation file.
public struct FileEvaluation: Sendable {
  /// The annotations.
  public let truths: AnnotationFile
  /// The detections on them.
  public let detections: ResultsFile
  /// The numbers.
  public let results: EvaluationResults

  /// What an evaluation does, one after the other.
  public enum Step: Sendable {
    case readingTruths, readingDetections, matching
  }

  /// Reads both files and evaluates on all cores.
  ///
  /// - Parameter progress: told the share of a step that is done, a hundred times at most.
  public init(
    truths truthFile: URL, detections detectionFile: URL, content: ResultsFile.Content, rules: BenchmarkRules,
    depth: EvaluationDepth, progress: (Step, Double) -> Void = { _, _ in }
  ) throws {
    truths = try AnnotationFile(contentsOf: truthFile, boxesOutside: .kept) { progress(.readingTruths, $0) }
    try truths.checkForEvaluation()
    detections = try ResultsFile(contentsOf: detectionFile, dataset: truths.dataset, content: content) {
      progress(.readingDetections, $0)
    }
    progress(.matching, 0)
    let task: EvaluationTask =
      switch content {
      case .boxes: .boxes
      case .masks: .masks(truths: truths)
      }
    let evaluation = DetectionEvaluation(truths.dataset, rules: rules, task: task, depth: depth)
    try evaluation.add(detections)
    results = try evaluation.results()
  }
}

extension AnnotationFile {
  /// Throws where the file's numbers cannot be trusted: an evaluation leaves nothing out.
  func checkForEvaluation() throws(TruthError) {
    guard skipped.isEmpty else { throw .leftOut(file: path, skipped) }
    for instance in dataset.instances where !(instance.area.isFinite && instance.area >= 0) {
      throw .badArea(file: path, annotation: instance.id, area: instance.area)
    }
  }
}
