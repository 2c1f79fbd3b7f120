extension WeightNames {
  /// detectron2's detectors: background last; in a cascade one mask head, which every stage of ours takes.
  static let detectron2 = WeightNames(
    library: "detectron2",
    marks: ["backbone.bottom_up.", "backbone.fpn_", "proposal_generator.", "stem.conv1.", "res2.0."],
    classOrder: .backgroundLast,
    rows: [
      ("backbone.body.conv1", "backbone.bottom_up.stem.conv1"),
      ("backbone.body.bn1", "backbone.bottom_up.stem.conv1.norm"),
      ("backbone.body.layer{l}.{m}.conv{k}", "backbone.bottom_up.res{l+1}.{m}.conv{k}"),
      ("backbone.body.layer{l}.{m}.bn{k}", "backbone.bottom_up.res{l+1}.{m}.conv{k}.norm"),
      ("backbone.body.layer{l}.{m}.downsample.0", "backbone.bottom_up.res{l+1}.{m}.shortcut"),
      ("backbone.body.layer{l}.{m}.downsample.1", "backbone.bottom_up.res{l+1}.{m}.shortcut.norm"),
      ("backbone.fpn.inner_blocks.{n}.0", "backbone.fpn_lateral{n+2}"),
      ("backbone.fpn.layer_blocks.{n}.0", "backbone.fpn_output{n+2}"),
      ("rpn.head.conv.0.0", "proposal_generator.rpn_head.conv"),
      ("rpn.head.cls_logits", "proposal_generator.rpn_head.objectness_logits"),
      ("rpn.head.bbox_pred", "proposal_generator.rpn_head.anchor_deltas"),
      ("roi_heads.box_head.fc6", "roi_heads.box_head.fc1"),
      ("roi_heads.box_head.fc7", "roi_heads.box_head.fc2"),
      ("roi_heads.box_predictor.cls_score", "roi_heads.box_predictor.cls_score"),
      ("roi_heads.box_predictor.bbox_pred", "roi_heads.box_predictor.bbox_pred"),
      ("roi_heads.mask_head.{n}.0", "roi_heads.mask_head.mask_fcn{n+1}"),
      ("roi_heads.mask_predictor.conv5_mask", "roi_heads.mask_head.deconv"),
      ("roi_heads.mask_predictor.mask_fcn_logits", "roi_heads.mask_head.predictor"),
      ("roi_heads.{s}.box_head.fc6", "roi_heads.box_head.{s}.fc1"),
      ("roi_heads.{s}.box_head.fc7", "roi_heads.box_head.{s}.fc2"),
      ("roi_heads.{s}.box_predictor.cls_score", "roi_heads.box_predictor.{s}.cls_score"),
      ("roi_heads.{s}.box_predictor.bbox_pred", "roi_heads.box_predictor.{s}.bbox_pred"),
      ("roi_heads.{s}.mask_head.{n}.0", "roi_heads.mask_head.mask_fcn{n+1}"),
      ("roi_heads.{s}.mask_predictor.conv5_mask", "roi_heads.mask_head.deconv"),
      ("roi_heads.{s}.mask_predictor.mask_fcn_logits", "roi_heads.mask_head.predictor"),
    ])
}
