import Events
import Testing

@Suite struct MetricDefinitionTests {
  /// Names as mmdetection, detectron2, Lightning, ultralytics, Hugging Face and W&B log them.
  @Test(
    arguments: [
      ("loss_rpn_cls", .loss), ("train/box_loss", .loss), ("lossbbox", .loss), ("val/cls_loss", .loss),
      ("bbox/APr", .precision), ("metrics/mAP50-95(B)", .precision), ("eval_accuracy", .precision),
      ("lr-Adam", .optimiser), ("grad_norm", .optimiser), ("amp/loss_scale", .optimiser),
      ("data_time", .speed), ("images_per_second", .speed), ("system/gpu.0.memory", .system),
      ("memory", .system), ("epoch", .progress), ("trainer/global_step", .progress), ("class_error", .other),
    ] as [(String, MetricDefinition.Family)])
  func aNameTellsTheFamily(name: String, family: MetricDefinition.Family) {
    #expect(MetricDefinition(of: MetricKey(name)).family == family)
  }

  @Test func whatIsEvaluatedIsNotOfTraining() {
    for name in ["bbox/AP", "val/loss", "segm/APr", "metrics/recall"] {
      #expect(MetricDefinition(of: MetricKey(name)).origin == .evaluation, "\(name)")
    }
    for name in ["loss", "train/loss", "lr"] {
      #expect(MetricDefinition(of: MetricKey(name)).origin == .training, "\(name)")
    }
  }

  @Test func lossesShouldFallAndPrecisionsRise() {
    #expect(MetricDefinition(of: MetricKey("train/box_loss")).direction == .lowerIsBetter)
    #expect(MetricDefinition(of: .averagePrecision(.mask)).direction == .higherIsBetter)
    #expect(MetricDefinition(of: .learningRate).direction == .neutral)
  }
}
