import CTorch

extension Tensor {
  /// Greedy non-maximum suppression: the indices of the boxes kept, by falling score, int64.
  ///
  /// - Parameters:
  ///   - boxes: [N, 4], x1 y1 x2 y2.
  ///   - scores: [N]; equal scores keep their order.
  ///   - iou: a box is dropped when it overlaps a better one by more.
  public static func nms(boxes: Tensor, scores: Tensor, iou: Double) -> Tensor {
    apply(boxes, scores) { ct_nms($0, $1, nil, iou) }
  }

  /// Non-maximum suppression in which only boxes of one class compete; classes [N], int64.
  public static func batchedNMS(boxes: Tensor, scores: Tensor, classes: Tensor, iou: Double) -> Tensor {
    apply(boxes, scores, classes) { ct_nms($0, $1, $2, iou) }
  }
}
