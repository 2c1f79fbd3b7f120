import Testing
import Torch

@Suite struct NonMaximumSuppressionTests {
  /// Two boxes of 10 × 10 shifted by 5: IoU 50 / 150 = ⅓.
  @Test func keepsTheBetterOfTwoThatOverlapByMore() throws {
    try withTorchErrors {
      let boxes = Tensor([0, 0, 10, 10, 5, 0, 15, 10] as [Float], shape: [2, 4])
      let scores = Tensor([0.5, 0.9])
      #expect(Tensor.nms(boxes: boxes, scores: scores, iou: 0.3).array(of: Int.self) == [1])
      #expect(Tensor.nms(boxes: boxes, scores: scores, iou: 0.34).array(of: Int.self) == [1, 0])
      let classes = Tensor([0, 1])
      #expect(Tensor.batchedNMS(boxes: boxes, scores: scores, classes: classes, iou: 0.3).count == 2)
    }
  }

  @Test(arguments: [0.0, 0.3, 0.5, 0.7, 1.0])
  func equalsThePlainAlgorithm(iou: Double) throws {
    try withTorchErrors {
      let random = Generator(seed: 2)
      let corners = Tensor.rand([300, 2], generator: random) * 50
      let boxes = Tensor.concatenate(
        [corners, corners + Tensor.rand([300, 2], generator: random) * 30], dim: 1)
      let scores = (Tensor.rand([300], generator: random) * 20).floor()
      let found = Tensor.nms(boxes: boxes, scores: scores, iou: iou).array(of: Int.self)
      #expect(found == plain(boxes.array(of: Float.self), scores.array(of: Float.self), Float(iou)))
    }
  }

  private func plain(_ boxes: [Float], _ scores: [Float], _ threshold: Float) -> [Int] {
    func area(_ i: Int) -> Float { (boxes[4 * i + 2] - boxes[4 * i]) * (boxes[4 * i + 3] - boxes[4 * i + 1]) }
    func overlap(_ i: Int, _ j: Int) -> Float {
      let width = min(boxes[4 * i + 2], boxes[4 * j + 2]) - max(boxes[4 * i], boxes[4 * j])
      let height = min(boxes[4 * i + 3], boxes[4 * j + 3]) - max(boxes[4 * i + 1], boxes[4 * j + 1])
      let shared = max(width, 0) * max(height, 0)
      return shared / (area(i) + area(j) - shared)
    }
    var kept: [Int] = []
    for i in scores.indices.sorted(by: { (scores[$0], $1) > (scores[$1], $0) })
    where !kept.contains(where: { overlap($0, i) > threshold }) {
      kept.append(i)
    }
    return kept
  }

  @Test func ofNothingIsNothing() throws {
    try withTorchErrors {
      #expect(Tensor.nms(boxes: Tensor.zeros([0, 4]), scores: Tensor([Float]()), iou: 0.5).shape == [0])
    }
  }
}
