import Recipes
import Testing

@testable import Detection

/// Two objects of the same box and one proposal beside them.
@Suite struct RegionSamplerTests {
  let targets = ImageTargets(
    boxes: [CornerBox(x1: 0, y1: 0, x2: 10, y2: 10), CornerBox(x1: 0, y1: 0, x2: 10, y2: 10)],
    classes: [4, 7])
  let proposal = CornerBox(x1: 0, y1: 0, x2: 10, y2: 9)

  private func candidates(_ conventions: String) throws -> RegionSampler.Candidates {
    let recipe = try Recipe(named: "demo").applying(overrides: ["detector.conventions=\(conventions)"])
    return RegionSampler(recipe.detector.regions, objectOverlap: 0.5, classCount: 10)
      .candidates([proposal], targets)
  }

  /// In front each annotated box stands for itself; the proposal is the best of both and goes to the last.
  @Test func annotatedBoxesInFrontStandForThemselves() throws {
    let candidates = try candidates("mmdetection")
    #expect(candidates.boxes == targets.boxes + [proposal] && candidates.proposed == 2..<3)
    #expect(candidates.matches == [.target(0), .target(1), .target(1)])
  }

  /// Behind they are matched like any other: with the first of equals.
  @Test func annotatedBoxesBehindStandForWhatTheyOverlapMost() throws {
    let candidates = try candidates("torchvision")
    #expect(candidates.boxes == [proposal] + targets.boxes && candidates.proposed == 0..<1)
    #expect(candidates.matches == [.target(0), .target(0), .target(0)])
  }
}
