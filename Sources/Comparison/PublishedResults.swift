import Events
import Foundation
import TOMLKit
import TOMLText

/// A result on LVIS v1 validation as its authors' repository states it.
public struct PublishedResult: Sendable, Equatable {
  /// The loss, as recipes name it.
  public let loss: String
  /// The detector, as recipes name it.
  public let detector: String
  /// Length of training: 1x is 12 epochs.
  public let schedule: String
  /// How images were drawn: `rfs` (repeat factors) or `random`.
  public let sampler: String
  /// Whose figures they are.
  public let source: String
  /// AP, 0–100; what is not stated is absent.
  public let results: [MetricKey: Double]
}

extension PublishedResult {
  private static let classesOfLVIS = 1203

  /// What was published of a loss on a detector, both as recipes name them.
  public static func references(loss: String, detector: String) throws(ComparisonError) -> [ReferenceResult] {
    try all().filter { $0.loss == loss && $0.detector == detector }.map { result in
      ReferenceResult(name: result.name, classCount: classesOfLVIS, summary: result.results)
    }
  }

  /// "ecm r50 1x".
  private var name: String {
    let network = detector.split(separator: "-").filter { !["mask", "rcnn", "fpn"].contains($0) }
    return "\(loss) \(network.joined(separator: " ")) \(schedule)"
  }
}

extension PublishedResult {
  /// Every result of the built-in table, in its order.
  public static func all() throws(ComparisonError) -> [PublishedResult] {
    do {
      guard
        let url = Bundle.module.url(
          forResource: "published", withExtension: "toml", subdirectory: "Resources")
      else { throw ComparisonError.badPublishedResults(reason: "published.toml is missing") }
      let rows = try parseTOML(String(contentsOf: url, encoding: .utf8))["result"]?.array
      return try (rows ?? TOMLArray()).map { try PublishedResult($0.table) }
    } catch {
      throw error as? ComparisonError ?? .badPublishedResults(reason: "\(error)")
    }
  }

  private init(_ row: TOMLTable?) throws(ComparisonError) {
    func text(_ key: String) throws(ComparisonError) -> String {
      guard let text = row?[key]?.string else {
        throw .badPublishedResults(reason: "a result without \(key)")
      }
      return text
    }
    loss = try text("loss")
    detector = try text("detector")
    schedule = try text("schedule")
    sampler = try text("sampler")
    source = try text("source")
    results = PublishedResult.keys.compactMapValues { row?[$0]?.double ?? row?[$0]?.int.map(Double.init) }
  }

  /// What the table calls each metric.
  private static let keys: [MetricKey: String] = Dictionary(
    uniqueKeysWithValues: zip(EvaluationTask.allCases, ["box_ap", "mask_ap"]).flatMap { task, name in
      [(MetricKey.averagePrecision(task), name)]
        + FrequencyBin.allCases.map { (.averagePrecision(task, bin: $0), "\(name)_\($0.letter)") }
    })
}
