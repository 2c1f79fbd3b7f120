import Annotations
import Foundation
import JSON
import Testing

@testable import Evaluation

@Suite struct QuirkTests {
  private static let truth =
    #""id": 2, "image_id": 7, "category_id": 4, "bbox": [10, 10, 40, 40], "area": 1600"#
  private static let found = #"{"image_id": 7, "category_id": 4, "bbox": [10, 10, 40, 40], "score": 0.5}"#

  @Test func everyQuirkIsTold() {
    let lines = QuirkReport().lines
    #expect(Quirk.all.count >= 10)
    for quirk in Quirk.all {
      #expect(lines.contains("\(quirk.subject) (\(quirk.tools))"))
      #expect(lines.contains("  as counted   \(quirk.counted)"))
      #expect(lines.contains("  --corrected  \(quirk.corrected)"))
    }
    #expect(!lines.contains { $0.hasPrefix("  here") })
  }

  @Test func aQuirkIsSaidOnlyWhereItChangesNumbers() throws {
    #expect(try evaluation(Self.truth, [Self.found], .coco).notes == [])
    #expect(try evaluation(Self.truth, [Self.found], .lvis).notes == [])
  }

  @Test func ignoredTruthsAreSaidByTheRulesOfCOCO() throws {
    let truth = Self.truth + #", "ignore": 1"#
    #expect(
      try evaluation(truth, [Self.found], .coco).notes.contains {
        $0.contains("1 annotations have \"ignore\": 1")
      })
    let lines = QuirkReport(try evaluation(truth, [Self.found], .coco)).lines
    #expect(lines.count { $0.hasPrefix("  here") } == 1)
  }

  @Test func crowdsAndTruthsOfNoAreaAreSaidByTheRulesOfLVIS() throws {
    let crowd = try evaluation(Self.truth + #", "iscrowd": 1"#, [Self.found], .lvis)
    #expect(crowd.notes.contains { $0.contains("1 crowds are truths like any other") })
    let flat = Self.truth.replacingOccurrences(of: "1600", with: "0")
    #expect(
      try evaluation(flat, [Self.found], .lvis).notes.contains { $0.contains("1 annotations have no area") })
  }

  /// Two detections of one score in two images, one right: AP is 1 or ½ as they are ordered.
  @Test func equalScoresAreSaidWithTheLeastAndTheMostTheyCanGive() throws {
    let wrong = Self.found.replacingOccurrences(of: "[10, 10, 40, 40]", with: "[0, 0, 5, 5]")
      .replacingOccurrences(of: #""image_id": 7"#, with: #""image_id": 3"#)
    let evaluation = try evaluation(Self.truth, [Self.found, wrong], .coco)
    let (least, most) = evaluation.evaluation.precisionsByTies
    #expect(abs(try #require(least) - 0.5) < 1e-9)
    #expect(abs(try #require(most) - 1) < 1e-9)
    #expect(
      evaluation.notes.contains {
        $0.contains("2 of 2 detections share their score") && $0.contains("0.5 to 1.0")
      })
  }

  /// A box of 40 × 40 is medium, its mask of 40 × 20 small.
  @Test func masksAreCountedByTheirBoxesAndCorrectedByThemselves() throws {
    let mask = RunLengthMask(polygons: [[10, 10, 10, 30, 50, 30, 50, 10]], height: 64, width: 64).compressed
    let quoted = mask.replacingOccurrences(of: "\\", with: "\\\\")
    let found =
      String(Self.found.dropLast()) + #", "segmentation": {"size": [64, 64], "counts": "\#(quoted)"}}"#
    let truth = Self.truth + #", "segmentation": [[10, 10, 10, 50, 50, 50, 50, 10]]"#
    let peers = try evaluation(truth, [found], .coco, .masks)
    #expect(peers.detections.otherSizes == 1)
    #expect(peers.detections.detections[0].area == 1600)
    #expect(peers.notes.contains { $0.contains("1 masks are of another size") })
    let corrected = try evaluation(truth, [found], .coco, .masks, .corrected)
    #expect(corrected.detections.detections[0].area == 800)
    #expect(corrected.notes == [])
  }

  // MARK: - Parts

  @Test func partsAreTakenAsOneFileAndImagesInSeveralAreSaid() throws {
    let other = Self.found.replacingOccurrences(of: #""image_id": 7"#, with: #""image_id": 3"#)
    let whole = try evaluation(Self.truth, [Self.found, other], .coco)
    let parts = try evaluation(Self.truth, parts: [[Self.found], [other], []], .coco)
    #expect(parts.detections.detections == whole.detections.detections)
    #expect(parts.results.averagePrecision() == whole.results.averagePrecision())
    #expect(parts.detections.sharedImages == 0)
    let again = try evaluation(Self.truth, parts: [[Self.found, other], [Self.found], [Self.found]], .coco)
    #expect(again.detections.sharedImages == 1)
    #expect(again.notes.contains { $0.hasPrefix("1 images have detections in more than one part") })
  }

  @Test func aPartWithoutBoxesBehindOneWithThemIsNamed() throws {
    let bare =
      #"{"image_id": 7, "category_id": 4, "score": 0.5, "segmentation": {"size": [64, 64], "counts": "PP4"}}"#
    let error = #expect(throws: ResultsError.self) {
      try evaluation(Self.truth, parts: [[Self.found], [bare]], .coco)
    }
    #expect(error?.description.contains("no \"bbox\"") == true, "\(error?.description ?? "")")
  }

  @Test func aMadeCaseCanBeRead() throws {
    let files = ["a", "b"].map {
      FileManager.default.temporaryDirectory.appending(path: "\(UUID())-\($0).json")
    }
    defer { files.forEach { try? FileManager.default.removeItem(at: $0) } }
    try SyntheticCase(images: 3, detectionsPerImage: 20, classes: 30, seed: 1)
      .write(truths: files[0], detections: files[1])
    for depth in [EvaluationDepth.precision, .errors] {
      let evaluation = try FileEvaluation(
        truths: files[0], detections: [files[1]], content: .masks, rules: .lvis, depth: depth)
      #expect(evaluation.detections.detections.count == 60)
      #expect(try #require(evaluation.results.averagePrecision()) > 0.05)
    }
  }
}

private func evaluation(
  _ truth: String, _ found: [String], _ rules: BenchmarkRules, _ content: ResultsFile.Content = .boxes,
  _ counting: Counting = .asPeers
) throws -> FileEvaluation {
  try evaluation(truth, parts: [found], rules, content, counting)
}

/// Of two images 7 and 3, one class and one truth in image 7.
private func evaluation(
  _ truth: String, parts: [[String]], _ rules: BenchmarkRules, _ content: ResultsFile.Content = .boxes,
  _ counting: Counting = .asPeers
) throws -> FileEvaluation {
  let folder = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let truths = folder.appending(path: "truths.json")
  try Data(
    """
    {"images": [{"id": 7, "width": 64, "height": 64, "neg_category_ids": []},
                {"id": 3, "width": 64, "height": 64, "neg_category_ids": [4]}],
     "categories": [{"id": 4, "name": "c", "frequency": "r"}], "annotations": [{\(truth)}]}
    """.utf8
  ).write(to: truths)
  let files = try parts.enumerated().map { index, records in
    let file = folder.appending(path: "part-\(index).json")
    try Data("[\(records.joined(separator: ","))]".utf8).write(to: file)
    return file
  }
  return try FileEvaluation(
    truths: truths, detections: files, content: content, rules: rules, depth: .precision, counting: counting)
}
