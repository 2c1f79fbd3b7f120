import Recipes
import Testing

@testable import Detection

@Suite struct MatcherTests {
  func matcher(
    _ object: Double, _ background: Double, _ best: Recipe.Detector.BestCandidates, from: Double = 0
  ) -> Matcher {
    Matcher(
      rules: .init(
        objectOverlap: object, backgroundOverlap: background, bestCandidates: best, bestOverlap: from))
  }

  let target = CornerBox(x1: 0, y1: 0, x2: 10, y2: 10)

  /// 10 × 10 against 10 × 5 inside it: 50 / 100; shifted by half its width: 50 / 150.
  @Test func overlapIsIntersectionOverUnion() {
    #expect(target.overlap(with: CornerBox(x1: 0, y1: 0, x2: 10, y2: 5)) == 0.5)
    #expect(target.overlap(with: CornerBox(x1: 5, y1: 0, x2: 15, y2: 10)) == 50.0 / 150)
    #expect(target.overlap(with: CornerBox(x1: 10, y1: 0, x2: 20, y2: 10)) == 0)
    #expect(target.overlap(with: CornerBox(x1: 5, y1: 5, x2: 5, y2: 5)) == 0)
  }

  /// Overlaps 1, 0.5 and 0 against thresholds 0.7 and 0.3.
  @Test func candidatesAreObjectsIgnoredOrBackgroundByOverlap() {
    let matcher = matcher(0.7, 0.3, .ordinary)
    let candidates = [
      target, CornerBox(x1: 0, y1: 0, x2: 10, y2: 5), CornerBox(x1: 20, y1: 0, x2: 30, y2: 10),
    ]
    #expect(matcher(candidates, targets: [target]) == [.target(0), .ignored, .background])
  }

  @Test func aThresholdReachedExactlyIsReached() {
    let matcher = matcher(0.5, 0.5, .ordinary)
    #expect(matcher([CornerBox(x1: 0, y1: 0, x2: 10, y2: 5)], targets: [target]) == [.target(0)])
  }

  /// The small target overlaps both candidates by 4 / 100 and no other more: both take it. The third, at 0, does not.
  @Test func aTargetThatNoCandidateReachesTakesAllItsBest() {
    let small = CornerBox(x1: 9, y1: 0, x2: 11, y2: 4)
    let matcher = matcher(0.7, 0.3, .kept)
    let candidates = [
      target, CornerBox(x1: 10, y1: 0, x2: 20, y2: 10), CornerBox(x1: 30, y1: 0, x2: 40, y2: 10),
    ]
    #expect(matcher(candidates, targets: [small]) == [.target(0), .target(0), .background])
  }

  @Test func aTargetWithoutAreaTakesNothing() {
    let empty = CornerBox(x1: 3, y1: 3, x2: 3, y2: 8)
    let matcher = matcher(0.7, 0.3, .kept)
    #expect(matcher([target], targets: [empty]) == [.background])
  }

  @Test func withoutTargetsEverythingIsBackground() {
    let matcher = matcher(0.7, 0.3, .kept)
    #expect(matcher([target, target], targets: []) == [.background, .background])
  }

  /// Two targets of 10 × 10, the second 2 to the right; a candidate half a pixel to the right of the first overlaps it by
  /// 95 / 105, the second by 85 / 115, and is the best of both.
  @Test func aCandidateClaimedByTwoStandsForTheLastOrForItsOwnBest() {
    let targets = [target, CornerBox(x1: 2, y1: 0, x2: 12, y2: 10)]
    let candidate = CornerBox(x1: 0.5, y1: 0, x2: 10.5, y2: 10)
    #expect(matcher(0.99, 0.3, .claimed)([candidate], targets: targets) == [.target(1)])
    #expect(matcher(0.99, 0.3, .kept)([candidate], targets: targets) == [.target(0)])
    #expect(matcher(0.99, 0.3, .ordinary)([candidate], targets: targets) == [.ignored])
  }

  /// An overlap of ½ is a target's best from .3 on and from .5, not from .6.
  @Test func aTargetsBestMustOverlapItEnough() {
    let half = CornerBox(x1: 0, y1: 0, x2: 10, y2: 5)
    for (least, expected) in [(0.3, Match.target(0)), (0.5, .target(0)), (0.6, .ignored)] {
      #expect(matcher(0.7, 0.3, .claimed, from: least)([half], targets: [target]) == [expected])
    }
  }

  /// The best candidate does not attend: it is ignored, and the next best is the target's best.
  @Test func whoDoesNotAttendIsIgnoredAndNobodysBest() {
    let half = CornerBox(x1: 0, y1: 0, x2: 10, y2: 5)
    let matches = matcher(0.7, 0.3, .claimed)([target, half], targets: [target], attendance: [false, true])
    #expect(matches == [.ignored, .target(0)])
  }
}
