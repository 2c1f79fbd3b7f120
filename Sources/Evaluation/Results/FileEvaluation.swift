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

  /// Reads both files and evaluates on all cores.
  public init(
    truths truthFile: URL, detections detectionFile: URL, content: ResultsFile.Content, rules: BenchmarkRules
  ) throws {
    truths = try AnnotationFile(contentsOf: truthFile)
    guard truths.skipped.isEmpty else { throw TruthError.leftOut(file: truths.path, truths.skipped) }
    detections = try ResultsFile(contentsOf: detectionFile, dataset: truths.dataset, content: content)
    let task: EvaluationTask =
      switch content {
      case .boxes: .boxes
      case .masks: .masks(truths: truths)
      }
    let evaluation = DetectionEvaluation(truths.dataset, rules: rules, task: task)
    try evaluation.add(detections)
    results = try evaluation.results()
  }
}
