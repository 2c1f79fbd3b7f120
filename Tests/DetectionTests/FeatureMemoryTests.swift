import Losses
import Testing
import Torch

@testable import Detection

/// What the box head puts into a loss's memory.
@Suite struct FeatureMemoryTests {
  @Test func boxesAreShakenInEveryDirectionByASixthOfTheirSizeAtMost() {
    var generator = SamplingGenerator(seed: 3)
    let box = CornerBox(x1: 30, y1: 40, x2: 90, y2: 70)
    let shaken = box.shaken(within: ImageSize(height: 100, width: 100), using: &generator)
    #expect(shaken.count == 16)
    let directions = shaken.map { [$0.x1 >= box.x1, $0.y1 >= box.y1, $0.x2 >= box.x2, $0.y2 >= box.y2] }
    #expect(Set(directions).count == 16)
    for moved in shaken {
      #expect(max(abs(moved.x1 - box.x1), abs(moved.x2 - box.x2)) <= 10)
      #expect(max(abs(moved.y1 - box.y1), abs(moved.y2 - box.y2)) <= 5)
    }
  }

  @Test func shakenBoxesStayInTheImage() {
    var generator = SamplingGenerator(seed: 3)
    let image = ImageSize(height: 50, width: 60)
    for box in CornerBox(x1: 0, y1: 0, x2: 60, y2: 50).shaken(within: image, using: &generator) {
      #expect(box.x1 >= 0 && box.y1 >= 0 && box.x2 <= 60 && box.y2 <= 50 && box.width > 0 && box.height > 0)
    }
  }
}
