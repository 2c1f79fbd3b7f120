/// Detectron's blobs on Caffe2, which detectron2's model zoo starts from: `res2_0_branch2a_w`.
enum Caffe2Names {
  /// Detectron's detectors as detectron2 names them: background first.
  static let renamed = WeightNames(
    library: "Detectron on Caffe2", marks: [], classOrder: .backgroundFirst, rows: WeightNames.detectron2.rows
  )

  /// Whether these are names of blobs.
  static func areThese(_ names: some Sequence<String>) -> Bool {
    names.contains { $0 == "conv1_w" || $0.hasPrefix("res2_0_branch") }
  }

  /// detectron2's name of a blob; nil for what is no weight of a layer known, such as a momentum.
  static func detectron2Name(of blob: String) -> String? {
    for (ending, tensor) in endings where blob.hasSuffix(ending) {
      let layer = blob.dropLast(ending.count)
      for (theirs, name) in rows {
        guard let numbers = NumberedName(theirs).numbers(in: layer) else { continue }
        return NumberedName(name).filled(with: numbers) + tensor
      }
    }
    return nil
  }

  private static let endings = [
    ("_w", ".weight"), ("_s", ".weight"), ("_b", ".bias"), ("_rm", ".running_mean"),
    ("_riv", ".running_var"),
  ]

  private static let rows = [
    ("conv1", "backbone.bottom_up.stem.conv1"),
    ("res_conv1_bn", "backbone.bottom_up.stem.conv1.norm"),
    ("res{l}_{m}_branch1", "backbone.bottom_up.res{l}.{m}.shortcut"),
    ("res{l}_{m}_branch1_bn", "backbone.bottom_up.res{l}.{m}.shortcut.norm"),
    ("res{l}_{m}_branch2a", "backbone.bottom_up.res{l}.{m}.conv1"),
    ("res{l}_{m}_branch2a_bn", "backbone.bottom_up.res{l}.{m}.conv1.norm"),
    ("res{l}_{m}_branch2b", "backbone.bottom_up.res{l}.{m}.conv2"),
    ("res{l}_{m}_branch2b_bn", "backbone.bottom_up.res{l}.{m}.conv2.norm"),
    ("res{l}_{m}_branch2c", "backbone.bottom_up.res{l}.{m}.conv3"),
    ("res{l}_{m}_branch2c_bn", "backbone.bottom_up.res{l}.{m}.conv3.norm"),
    ("fpn_inner_res{l}_{m}_sum_lateral", "backbone.fpn_lateral{l}"),
    ("fpn_inner_res{l}_{m}_sum", "backbone.fpn_lateral{l}"),
    ("fpn_res{l}_{m}_sum", "backbone.fpn_output{l}"),
    ("conv_rpn_fpn2", "proposal_generator.rpn_head.conv"),
    ("rpn_cls_logits_fpn2", "proposal_generator.rpn_head.objectness_logits"),
    ("rpn_bbox_pred_fpn2", "proposal_generator.rpn_head.anchor_deltas"),
    ("fc6", "roi_heads.box_head.fc1"),
    ("fc7", "roi_heads.box_head.fc2"),
    ("cls_score", "roi_heads.box_predictor.cls_score"),
    ("bbox_pred", "roi_heads.box_predictor.bbox_pred"),
    ("_[mask]_fcn{n}", "roi_heads.mask_head.mask_fcn{n}"),
    ("conv5_mask", "roi_heads.mask_head.deconv"),
    ("mask_fcn_logits", "roi_heads.mask_head.predictor"),
  ]
}
