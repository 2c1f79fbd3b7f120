import Events
import Foundation
import Testing

@testable import LogTail

/// What the steps of a file are, and what happens to a run that goes back.
@Suite struct StepTests {
  private static func contents(_ text: String, as format: LogFormat) -> LogContents {
    var reader = LogReader(format: format)
    var contents = LogContents(), source = LogContents.Source()
    Array(text.utf8).withUnsafeBytes { reader.read($0) }
    contents.append(reader.batch, from: &source)
    return contents
  }

  @Test(arguments: [
    ("step", 0), ("_step", 1), ("Step", 0), ("STEP", 0), ("global_step", 4), ("Global Step", 4),
    ("train/step", 8),
    ("trainer/global_step", 12), ("Epoch", 100),
  ])
  func knowsStepsByAnyCapitals(name: String, rank: Int) { #expect(StepName.rank(of: name) == rank) }

  @Test(arguments: ["loss", "val/step", "steps_per_second", "x/epoch"]) func otherNamesAreNoSteps(
    name: String
  ) {
    #expect(StepName.rank(of: name) == nil)
  }

  @Test func fractionsOfAStepStay() {
    let contents = Self.contents(
      "{\"step\": -0.5, \"loss\": 1}\n{\"step\": 1.25, \"loss\": 2}\n", as: .jsonLines)
    #expect(contents.axis == StepAxis(unit: .step, scale: 1000))
    #expect((0..<2).map { contents.series[0].points[$0].step } == [-500, 1250])
    #expect(contents.axis.text(of: 1250) == "1.25")
    #expect(contents.axis.text(of: 2000) == "2")
  }

  @Test func aFileOfEpochsSaysSo() {
    #expect(Self.contents("epoch,loss\n1,2\n", as: .csv).axis.unit == .epoch)
    #expect(Self.contents("{\"epoch\": 1, \"loss\": 2}\n", as: .jsonLines).axis.unit == .epoch)
    #expect(Self.contents("{\"loss\": 2}\n{\"loss\": 1}\n", as: .jsonLines).axis.unit == .record)
  }

  @Test func readsSemicolonsWithDecimalCommasAndASecondHeader() {
    #expect(Reading("epoch;loss\n1;0,5\n", as: .csv).values("loss") == [0.5])
    let reading = Reading("step,a\n1,2\nstep,a,b\n2,3,4\n", as: .csv)
    #expect(reading.values("a") == [2, 3])
    #expect(reading.values("b") == [4])
    #expect(reading.badRecords == 0)
  }

  @Test func readsCOCOsTwelveResults() {
    let text = #"{"train_loss": 1, "test_coco_eval_masks": [0.1, 0.2, 0.3, -1.0, 0.5], "epoch": 3}"# + "\n"
    let contents = Self.contents(text, as: .detr)
    #expect(contents.evaluations.count == 1)
    let summary = contents.evaluations[0].summary
    #expect(summary[.averagePrecision(.mask)] == 10)
    #expect(summary[.averagePrecision(.mask, iou: 75)] == 30)
    #expect(summary[MetricKey("segm/APs")] == nil)
    #expect(summary[MetricKey("segm/APm")] == 50)
  }

  @Test func aFallIsARestartWhicheverScalarFallsFirst() {
    let lines = [1, 2, 3, 2, 3].map { "{\"step\": \($0), \"loss\": 1}\n{\"step\": \($0), \"acc\": 1}\n" }
    let contents = Self.contents(lines.joined() + "{\"step\": 1, \"late\": 1}\n", as: .jsonLines)
    #expect(contents.restarts.count == 1)
    #expect(contents.restarts.places == [Restarts.Restart(end: 3, start: 2)])
    #expect(contents.restarts.phrase(.steps) == "1 restart, at step 3")
  }

  @Test(arguments: [(0.306, 30.6), (0.1 + 0.2, 30.000000000000004), (0.575, 57.5), (0.29, 29), (0.0330, 3.3)])
  func multipliesAsDecimalsAreMultiplied(fraction: Double, percents: Double) {
    #expect(abs(fraction.times(100) - percents) < 1e-13)
    #expect(0.306.times(100) == 30.6)
  }

  @Test(arguments: [
    ("metrics/HBBmAP@.5:.95", "bbox/AP"), ("mAP_0.5", "bbox/AP50"), ("mask_mAP50", "segm/AP50"),
    ("mAP@.75", "bbox/AP75"),
    ("val/mAP50-95(M)", "segm/AP"),
  ])
  func knowsForksNames(original: String, key: String) {
    #expect(ScalarName(original).meaning == .averagePrecision(MetricKey(key), percents: 100))
  }

  @Test func theSetOfImagesStandsBeforeTheTask() {
    let name = ScalarName("lvis_v1_val/segm/APr")
    #expect(name.set == "lvis_v1_val")
    #expect(name.meaning == .averagePrecision(.averagePrecision(.mask, bin: .rare), percents: 1))
    #expect(name.key == MetricKey("lvis_v1_val/segm/APr"))
    #expect(ScalarName("coco/bbox_mAP").set == nil)
  }
}
