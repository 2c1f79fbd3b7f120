import Events
import Foundation
import Testing

@testable import LogTail

@Suite struct TextLogTests {
  @Test func readsTheResultsOfTheLVISTool() {
    let reading = Reading(
      """
      2021-03-03 11:22:33,444 - mmdet - INFO - Epoch [2][50/7330]\tlr: 2e-02, loss: 1.2
      2021-03-03 11:40:00,000 - mmdet - INFO - Evaluating segm...
       Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=300 catIds=all] = 0.210
       Average Precision  (AP) @[ IoU=0.50      | area=   all | maxDets=300 catIds=all] = 0.330
       Average Precision  (AP) @[ IoU=0.50:0.95 | area=     s | maxDets=300 catIds=all] = 0.153
       Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=300 catIds=  r] = -1.000
       Average Recall     (AR) @[ IoU=0.50:0.95 | area=     s | maxDets=300 catIds=all] = 0.212

      """, as: .text)
    #expect(reading.series.keys.sorted() == ["segm_AP", "segm_AP50", "segm_APr", "segm_APs", "segm_ARs@300"])
    #expect(reading.steps.allSatisfy { $0 == 7380 })
    #expect(reading.evaluations.count == 1)
    #expect(reading.evaluations[0].summary[.averagePrecision(.mask)] == 21)
    #expect(reading.evaluations[0].summary[.averagePrecision(.mask, bin: .rare)] == nil)
    #expect(reading.lines.count == 7)
  }

  @Test func readsClasswiseTablesOfMMDetectionInFractions() {
    let reading = Reading(
      """
      +----------+-------+---------------+-------+
      | category | AP    | category      | AP    |
      +----------+-------+---------------+-------+
      | cat      | 0.381 | traffic light | nan   |
      | dog      | 0.250 | None          | None  |
      +----------+-------+---------------+-------+

      """, as: .text)
    let classes = reading.evaluations.flatMap(\.classes)
    #expect(classes.map(\.name) == ["cat", "dog"])
    #expect(classes.map(\.value) == [38.1, 25])
  }

  @Test func readsTablesOfDetectronInPercents() {
    let reading = Reading(
      """
      [01/02 03:04:05 d2.utils.events]:  eta: 0:10:00  iter: 59999  total_loss: 1.2
      [01/02 03:04:05 d2.evaluation.lvis_evaluation]: Evaluation results for bbox:
      |   AP   |  AP50  |  APr  |
      |:------:|:------:|:-----:|
      | 20.276 | 34.057 | 3.871 |

      """, as: .text)
    #expect(reading.values("bbox/AP") == [20.276])
    #expect(reading.steps == [59999])
    #expect(reading.evaluations[0].summary[.averagePrecision(.box, bin: .rare)] == 3.871)
  }

  /// Lines and table say the same: one evaluation of boxes and masks.
  @Test func readsTheRealReportOfAnLVISModel() throws {
    let bytes = try RealLogs.bytes(RealLogs.folder + "lvis-text/cvpods-mask_rcnn-r50-1x.md")
    let reading = Reading(bytes, as: .text)
    #expect(reading.evaluations.count == 1)
    let summary = reading.evaluations[0].summary
    #expect(summary[.averagePrecision(.box, bin: .rare)] == 3.9)
    #expect(summary[.averagePrecision(.mask, bin: .frequent)] == 27.8)
    #expect(reading.values("segm/APr") == [4.6])
  }

  @Test(arguments: [
    ("Epoch [3][100/500]\tlr: 0.1, loss: 1", 1100), ("Iter [50/90000]\tlr: 0.1, loss: 1", 50),
    ("Epoch(train)  [2][ 10/500]  lr: 0.1  loss: 1", 510), ("Iter(train) [   50/90000]  loss: 1", 50),
    ("[10/23 17:50:01 d2.utils.events]:  eta: 0:00:10  iter: 19  total_loss: 1", 19),
    ("Epoch: [0]  [  10/1000]  eta: 0:10:00  lr: 0.0001  loss: 1.2 (1.4)", 10),
    ("Epoch: [2]  [  10/1000]  eta: 0:10:00  lr: 0.0001  loss: 1.2 (1.4)", 2010),
    ("epoch: 2/300, iter: 10/161, mem: 8760Mb, total_loss: 26.6", 171),
    ("Train Epoch: 2 [6400/60000 (11%)]\tLoss: 0.5", 66400), ("step 100 | loss: 1", 100),
    ("step=7 loss=3", 7),
    ("Epoch 0:  50%|#####     | 10/20 [00:01<00:01, 8.3it/s, loss=1.2, v_num=0]", 10),
  ])
  func knowsTheStep(line: String, step: Int) {
    let text = String(repeating: line + "\n", count: 3)
    #expect(Reading(text, as: .text).steps == [step, step, step])
  }
}
