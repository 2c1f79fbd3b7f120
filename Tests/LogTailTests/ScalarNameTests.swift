import Events
import Testing

@testable import LogTail

@Suite struct ScalarNameTests {
  @Test(arguments: [
    ("bbox_mAP", "bbox/AP", 100.0), ("bbox_mAP_50", "bbox/AP50", 100), ("lvis/segm_APr", "segm/APr", 100),
    ("val/bbox_mAP_s", "bbox/APs", 100), ("segm/APc", "segm/APc", 1), ("coco/bbox_mAP_75", "bbox/AP75", 100),
    ("metrics/mAP50-95(M)", "segm/AP", 100), ("eval_map_50", "bbox/AP50", 100),
    ("bbox_AR@300", "bbox/AR@300", 100),
  ])
  func knowsAveragePrecision(original: String, key: String, percents: Double) {
    let name = ScalarName(original)
    #expect(name.meaning == .averagePrecision(MetricKey(key), percents: percents))
    #expect(name.isEvaluation)
  }

  @Test(arguments: [
    ("total_loss", "loss"), ("train/loss", "loss"), ("train_loss", "loss"), ("learning_rate", "lr"),
    ("loss_box_reg", "loss_bbox"), ("loss_rpn_loc", "loss_rpn_bbox"), ("train/seg_loss", "loss_mask"),
    ("bbox_head.loss", "bbox_head.loss"), ("s0.loss_cls", "s0.loss_cls"), ("mAP_notes", "mAP_notes"),
  ])
  func knowsWhatIsTrained(original: String, key: String) {
    #expect(ScalarName(original).meaning == .scalar(MetricKey(key)))
  }

  @Test func knowsTheTimesOfDetectron() {
    #expect(Detectron.scalarName("time").key == .stepTime)
    #expect(AnyDialect.scalarName("time").key == MetricKey("time"))
  }

  @Test func keepsTwoScalarsOfOneMeaningApart() {
    let text =
      "{\"step\": 1, \"loss\": 1, \"train/loss\": 2, \"bbox_mAP\": -1}\n{\"step\": 2, \"bbox_mAP\": 0.5}\n"
    var reader = LogReader(format: .jsonLines)
    Array(text.utf8).withUnsafeBytes { reader.read($0) }
    var contents = LogContents(), source = LogContents.Source()
    contents.append(reader.batch, from: &source)
    #expect(contents.series.map(\.key.name) == ["loss", "train/loss", "bbox/AP"])
    #expect(contents.series[2].points.count == 1)
    #expect(contents.series[2].points.first?.value == 50)
  }
}
