import Testing

@testable import Detection

@Suite struct MatcherTests {
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
    let matcher = Matcher(objectThreshold: 0.7, backgroundThreshold: 0.3, unreachedTargets: .staySo)
    let candidates = [
      target, CornerBox(x1: 0, y1: 0, x2: 10, y2: 5), CornerBox(x1: 20, y1: 0, x2: 30, y2: 10),
    ]
    #expect(matcher(candidates, targets: [target]) == [.target(0), .ignored, .background])
  }

  @Test func aThresholdReachedExactlyIsReached() {
    let matcher = Matcher(objectThreshold: 0.5, backgroundThreshold: 0.5, unreachedTargets: .staySo)
    #expect(matcher([CornerBox(x1: 0, y1: 0, x2: 10, y2: 5)], targets: [target]) == [.target(0)])
  }

  /// The small target overlaps both candidates by 4 / 100 and no other more: both take it. The third, at 0, does not.
  @Test func aTargetThatNoCandidateReachesTakesAllItsBest() {
    let small = CornerBox(x1: 9, y1: 0, x2: 11, y2: 4)
    let matcher = Matcher(objectThreshold: 0.7, backgroundThreshold: 0.3, unreachedTargets: .takeTheirBest)
    let candidates = [
      target, CornerBox(x1: 10, y1: 0, x2: 20, y2: 10), CornerBox(x1: 30, y1: 0, x2: 40, y2: 10),
    ]
    #expect(matcher(candidates, targets: [small]) == [.target(0), .target(0), .background])
  }

  @Test func aTargetWithoutAreaTakesNothing() {
    let empty = CornerBox(x1: 3, y1: 3, x2: 3, y2: 8)
    let matcher = Matcher(objectThreshold: 0.7, backgroundThreshold: 0.3, unreachedTargets: .takeTheirBest)
    #expect(matcher([target], targets: [empty]) == [.background])
  }

  @Test func withoutTargetsEverythingIsBackground() {
    let matcher = Matcher(objectThreshold: 0.7, backgroundThreshold: 0.3, unreachedTargets: .takeTheirBest)
    #expect(matcher([target, target], targets: []) == [.background, .background])
  }
}
