extension WeightNames {
  /// torchvision's detectors, whose names are ours; before 0.13 the proposal head's; its classifiers.
  static let torchvision = WeightNames(
    library: "torchvision", marks: [], classOrder: .byRows,
    rows: [
      ("rpn.head.conv.0.0", "rpn.head.conv"),
      ("backbone.body.conv1", "conv1"),
      ("backbone.body.bn1", "bn1"),
      ("backbone.body.layer{l}.{m}.conv{k}", "layer{l}.{m}.conv{k}"),
      ("backbone.body.layer{l}.{m}.bn{k}", "layer{l}.{m}.bn{k}"),
      ("backbone.body.layer{l}.{m}.downsample.{k}", "layer{l}.{m}.downsample.{k}"),
    ])
}
