import Annotations
import ArgumentParser
import Evaluation
import Foundation
import LegibleText

/// What `tailboard eval --style openimages` takes besides.
struct OpenImagesOptions: ParsableArguments {
  enum Metric: String, ExpressibleByArgument, CaseIterable {
    case challenge, v2
  }

  @Option(
    help: """
      The metric: of the challenge (only classes verified in an image count) or of V2 (all count) (default: challenge).
      """)
  var metric: Metric?

  @Option(help: "How many objects a group counts as (default: 1 for the challenge, 0 for v2).")
  var groupOfWeight: Double?

  @Option(help: ArgumentHelp("Class descriptions, CSV.", valueName: "file"))
  var classes: String?

  @Option(help: ArgumentHelp("Verified image-level labels, CSV.", valueName: "file"))
  var labels: String?

  @Option(
    help: ArgumentHelp("The classes' tree, JSON; annotations are expanded along it.", valueName: "file"))
  var hierarchy: String?

  @Flag(help: "Count detections for the parents of their class too.")
  var expandDetections = false

  func validate() throws {
    if let groupOfWeight, !(groupOfWeight.isFinite && groupOfWeight >= 0) {
      throw ValidationError("--group-of-weight: expected a number from 0, got \(groupOfWeight).")
    }
  }

  /// Whether none of them is given.
  var isUntouched: Bool {
    metric == nil && groupOfWeight == nil && [classes, labels, hierarchy] == [nil, nil, nil]
      && !expandDetections
  }

  /// The numbers of annotations and detections in the challenge's CSV files, or in JSON: of COCO's form, or one file
  /// with both.
  func results(gt: String, dt: String?) throws -> OpenImagesResults {
    let data = try data(URL(fileURLWithPath: gt), dt.map { URL(fileURLWithPath: $0) })
    for note in data.remarks.sentences + data.hints { Output.note(note + ".") }
    return try data.evaluated(by: rules)
  }

  private var rules: OpenImagesRules {
    switch metric ?? .challenge {
    case .challenge: .challenge(groupWeight: groupOfWeight ?? 1)
    case .v2: .v2(groupWeight: groupOfWeight ?? 0)
    }
  }

  private func data(_ gt: URL, _ dt: URL?) throws -> OpenImagesData {
    guard let dt else { return try OpenImagesData(contentsOf: gt) }
    guard gt.pathExtension.lowercased() == "csv" else {
      let truths = try AnnotationFile(contentsOf: gt, for: .evaluation)
      return OpenImagesData(
        truths.dataset,
        detections: try ResultsFile(contentsOf: [dt], dataset: truths.dataset, content: .boxes))
    }
    guard let classes else { throw ValidationError("--classes: expected the class descriptions.") }
    return try OpenImagesData(
      OpenImagesData.Files(
        classes: URL(fileURLWithPath: classes), boxes: gt, labels: labels.map { URL(fileURLWithPath: $0) },
        detections: dt, hierarchy: hierarchy.map { URL(fileURLWithPath: $0) },
        detectionExpansion: expandDetections ? .toParents : .none))
  }
}
