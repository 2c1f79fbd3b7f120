/// COCO's twelve results in the order of pycocotools, as DETR and what came from it write them in a list.
enum COCOResults {
  private static let names: [StaticString] = [
    "AP", "AP50", "AP75", "APs", "APm", "APl", "AR@1", "AR@10", "AR@100", "ARs@100", "ARm@100", "ARl@100",
  ]

  /// The results in a list of this name: `test_coco_eval_bbox`, `test_coco_eval_masks`; nil for any other.
  static func measures(of name: UnsafeRawBufferPointer) -> [StaticString]? {
    name.count > 9 && name.firstOffset(of: "coco_eval") != nil ? names : nil
  }
}
