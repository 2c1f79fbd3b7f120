extension WeightNames {
  /// mmdetection's detectors, 2.x and 3.x: background last, a number after the head in a cascade.
  static let mmdetection = WeightNames(
    library: "mmdetection", marks: ["roi_head.", "rpn_head.", "neck.", "backbone.conv1.", "backbone.layer"],
    classOrder: .backgroundLast,
    rows: [
      ("backbone.body.conv1", "backbone.conv1"),
      ("backbone.body.bn1", "backbone.bn1"),
      ("backbone.body.layer{l}.{m}.conv{k}", "backbone.layer{l}.{m}.conv{k}"),
      ("backbone.body.layer{l}.{m}.bn{k}", "backbone.layer{l}.{m}.bn{k}"),
      ("backbone.body.layer{l}.{m}.downsample.{k}", "backbone.layer{l}.{m}.downsample.{k}"),
      ("backbone.fpn.inner_blocks.{n}.0", "neck.lateral_convs.{n}.conv"),
      ("backbone.fpn.layer_blocks.{n}.0", "neck.fpn_convs.{n}.conv"),
      ("rpn.head.conv.0.0", "rpn_head.rpn_conv"),
      ("rpn.head.cls_logits", "rpn_head.rpn_cls"),
      ("rpn.head.bbox_pred", "rpn_head.rpn_reg"),
      ("roi_heads.box_head.fc6", "roi_head.bbox_head.shared_fcs.0"),
      ("roi_heads.box_head.fc7", "roi_head.bbox_head.shared_fcs.1"),
      ("roi_heads.box_predictor.cls_score", "roi_head.bbox_head.fc_cls"),
      ("roi_heads.box_predictor.bbox_pred", "roi_head.bbox_head.fc_reg"),
      ("roi_heads.mask_head.{n}.0", "roi_head.mask_head.convs.{n}.conv"),
      ("roi_heads.mask_predictor.conv5_mask", "roi_head.mask_head.upsample"),
      ("roi_heads.mask_predictor.mask_fcn_logits", "roi_head.mask_head.conv_logits"),
      ("roi_heads.{s}.box_head.fc6", "roi_head.bbox_head.{s}.shared_fcs.0"),
      ("roi_heads.{s}.box_head.fc7", "roi_head.bbox_head.{s}.shared_fcs.1"),
      ("roi_heads.{s}.box_predictor.cls_score", "roi_head.bbox_head.{s}.fc_cls"),
      ("roi_heads.{s}.box_predictor.bbox_pred", "roi_head.bbox_head.{s}.fc_reg"),
      ("roi_heads.{s}.mask_head.{n}.0", "roi_head.mask_head.{s}.convs.{n}.conv"),
      ("roi_heads.{s}.mask_predictor.conv5_mask", "roi_head.mask_head.{s}.upsample"),
      ("roi_heads.{s}.mask_predictor.mask_fcn_logits", "roi_head.mask_head.{s}.conv_logits"),
    ])
}
