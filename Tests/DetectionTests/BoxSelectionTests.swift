import Testing
import Torch

@testable import Detection

/// Three regions with class-agnostic boxes and three classes, the second box thin, the third without width.
@Suite struct BoxSelectionTests {
  let boxes = Tensor(
    [
      CornerBox(x1: 0, y1: 0, x2: 10, y2: 10), CornerBox(x1: 20, y1: 0, x2: 20.005, y2: 10),
      CornerBox(x1: 40, y1: 0, x2: 40, y2: 10),
    ], device: .cpu)
  let scores = Tensor([0.1, 0.9, 0, 0.2, 0, 0.3, 0, 0.7, 0.6] as [Float], shape: [3, 3])

  private func selected(_ conventions: String, _ overrides: String...) throws -> [ScoredBox] {
    let configuration = try DetectorConfiguration.tiny(
      "detector.conventions=\(conventions)", overrides.first ?? "evaluation.score_threshold=0.15")
    return BoxSelection(configuration)(boxes, scores)
  }

  @Test func thinBoxesAreDroppedByTorchvisionsConventionsAlone() throws {
    #expect(try selected("torchvision").map(\.score) == [0.9])
    #expect(try selected("mmdetection").map(\.score) == [0.9, 0.7, 0.6, 0.3, 0.2])
    #expect(try selected("mmdetection").map(\.category) == [1, 1, 2, 2, 0])
  }

  /// .3 itself is not above .3, and of the best two are kept.
  @Test func scoresLieAboveTheThresholdAndTheBestAreKept() throws {
    let float = Double(Float(0.3))
    #expect(
      try selected("mmdetection", "evaluation.score_threshold=\(float)").map(\.score) == [0.9, 0.7, 0.6])
    #expect(try selected("mmdetection", "evaluation.max_detections=2").map(\.score) == [0.9, 0.7])
  }
}
