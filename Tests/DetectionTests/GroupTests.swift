import Testing

@testable import Detection

@Suite struct GroupTests {
  private let group = CornerBox(x1: 0, y1: 0, x2: 10, y2: 10)
  /// Half in the group; a little less; far away; inside.
  private let candidates = [
    CornerBox(x1: 5, y1: 0, x2: 15, y2: 10), CornerBox(x1: 5.5, y1: 0, x2: 15.5, y2: 10),
    CornerBox(x1: 30, y1: 30, x2: 40, y2: 40), CornerBox(x1: 2, y1: 2, x2: 4, y2: 4),
  ]

  @Test func backgroundThatLiesInAGroupByHalfIsLeftOut() {
    let background = [Match](repeating: .background, count: 4)
    #expect(background.sparing([group], candidates) == [.ignored, .background, .background, .ignored])
    #expect(background.sparing([], candidates) == background)
    let mixed: [Match] = [.target(2), .ignored, .background, .target(0)]
    #expect(mixed.sparing([group], candidates) == mixed)
  }

  @Test func emptyBoxesAreDroppedWithTheirImpliedClassesAndNothingElse() {
    var targets = ImageTargets(
      boxes: [CornerBox(x1: 1, y1: 1, x2: 1, y2: 2), group], classes: [4, 5])
    (targets.impliedClasses, targets.groups, targets.absentClasses) = ([[1], [2, 3]], [group], [7])
    let kept = targets.withoutEmptyBoxes()
    #expect(kept.classes == [5] && kept.impliedClasses == [[2, 3]])
    #expect(kept.groups == [group] && kept.absentClasses == [7])
  }

  @Test func impliedClassesFollowTheSampledObjects() {
    var first = ImageTargets(boxes: [group, group], classes: [0, 1])
    first.impliedClasses = [[], [8, 9]]
    let second = ImageTargets(boxes: [group], classes: [2])
    var sample = RegionSample()
    sample.targets = [(0, 1), (0, 0), (1, 0), (0, 1)]
    let implied = sample.impliedLabels([first, second])
    #expect(implied.map(\.row) == [0, 0, 3, 3])
    #expect(implied.map(\.category) == [8, 9, 8, 9])
  }
}
