import Events
import Foundation
import Testing

@testable import LogTail

/// Lines as each writer's own source formats them.
@Suite struct TextFormatTests {
  private static func format(_ text: String, name: String = "train.log") -> LogFormat? {
    Array(text.utf8).withUnsafeBytes { LogFormat.of(LogHead($0, path: name, isAll: true)) }
  }

  private static let samples: [(name: String, text: String)] = [
    (
      "mmdetection-text",
      "2021-03-03 11:22:33,444 - mmdet - INFO - Epoch [1][50/7330]\tlr: 1.978e-03, eta: 1 day, 2:03:04, time: 0.443, data_time: 0.051, memory: 3805, loss_cls: 0.1939, loss: 0.4890\n"
    ),
    (
      "mmengine-text",
      "04/16 17:57:34 - mmengine - INFO - Iter(train) [   50/90000]  base_lr: 1.0e-02 lr: 1.0000e-02  eta: 12:00:00  time: 0.8205  memory: 5493  loss: 0.3249\n"
    ),
    (
      "detectron2-text",
      "[10/23 17:50:01 d2.utils.events]:  eta: 0:15:25  iter: 19  total_loss: 0.4392  loss_cls: 0.07271  time: 0.4585  last_time: 0.44  lr: 0.0003  max_mem: 1962M\n"
    ),
    (
      "maskrcnn-benchmark",
      "2018-10-29 16:45:28,877 maskrcnn_benchmark.trainer INFO: eta: 1 day, 15:03:03  iter: 20  loss: 5.1841 (4.1841)  time: 1.9525 (1.9525)  lr: 0.000833  max mem: 8788\n"
    ),
    (
      "torchvision",
      "Epoch: [0]  [  10/1000]  eta: 0:10:00  lr: 0.000100  loss: 1.2345 (1.4000)  time: 0.5000  data: 0.0100  max mem: 2345\n"
    ),
    (
      "yolox",
      "2021-08-02 15:19:14 | INFO     | yolox.core.trainer:254 - epoch: 1/300, iter: 10/161, mem: 8760Mb, iter_time: 0.523s, data_time: 0.001s, total_loss: 26.6, iou_loss: 4.6, lr: 7.716e-07, size: 640, ETA: 1 day, 2:03:04\n"
    ),
    ("huggingface-console", "{'loss': 2.5, 'grad_norm': nan, 'learning_rate': 5e-05, 'epoch': 0.1}\n"),
    ("huggingface-console", "{'loss': '2.5', 'learning_rate': '5e-05', 'epoch': '0.1'}\n"),
  ]

  @Test(arguments: samples.map(\.text)) func isKnownByItsLines(text: String) {
    let name = Self.samples.first { $0.text == text }?.name
    #expect(Self.format(text)?.name == name)
  }

  @Test(arguments: [
    (0, 50, ["lr", "time", "data_time", "loss_cls", "loss"], 0.489),
    (1, 50, ["base_lr", "lr", "time", "loss"], 0.3249),
    (2, 19, ["total_loss", "loss_cls", "time", "last_time", "lr"], 0.0003),
    (3, 20, ["loss", "time", "lr"], 0.000833),
    (4, 10, ["lr", "loss", "time", "data"], 0.01),
    (5, 10, ["iter_time", "data_time", "total_loss", "iou_loss", "lr"], 7.716e-07),
    (6, 100, ["loss", "grad_norm", "learning_rate"], 5e-05), (7, 100, ["loss", "learning_rate"], 5e-05),
  ])
  func readsItsValues(sample: Int, step: Int, names: [String], last: Double) throws {
    let text = Self.samples[sample].text
    let format = try #require(Self.format(text))
    let reading = Reading(text, as: format)
    #expect(reading.steps == [step])
    #expect(Set(reading.series.keys) == Set(names))
    #expect(reading.values(try #require(names.last)) == [last])
  }

  @Test func takesTheValueAndNotTheMeanBehindIt() {
    #expect(Reading(Self.samples[3].text, as: .maskRCNNBenchmark).values("loss") == [5.1841])
  }

  @Test func coloursAndCarriageReturnsAreNoPartOfALine() {
    let line = Self.samples[2].text.dropLast()
    let text = "\u{1B}[32m\(line)\u{1B}[0m\r\u{1B}[32m\(line.replacing("19", with: "39"))\u{1B}[0m\r\n"
    let reading = Reading(text, as: .detectron2Text)
    #expect(reading.steps == [19, 39])
    #expect(reading.lines.allSatisfy { !$0.text.contains("\u{1B}") })
  }

  @Test(arguments: [true, false]) func readsUTF16(isBigEndian: Bool) {
    var bytes: [UInt8] = isBigEndian ? [0xFE, 0xFF] : [0xFF, 0xFE]
    for unit in "{\"step\": 7, \"läss😀\": 2}\r\n".utf16 {
      bytes += isBigEndian ? [UInt8(unit >> 8), UInt8(unit & 0xFF)] : [UInt8(unit & 0xFF), UInt8(unit >> 8)]
    }
    for portion in [1, 3, 1000] {
      let reading = Reading(bytes, as: .jsonLines, portion: portion)
      #expect(reading.values("läss😀") == [2])
      #expect(reading.writtenSteps("läss😀") == [7])
    }
  }

  // MARK: Evaluations

  @Test func validationOfMMDetectionStandsAtTheEndOfItsEpoch() {
    let val =
      "2021-03-03 12:00:00,000 - mmdet - INFO - Epoch(val) [2][5000]\tbbox_mAP: 0.3060, bbox_mAP_s: -1.0000, bbox_mAP_copypaste: 0.306 0.500 0.1\n"
    let reading = Reading(Self.samples[0].text + val, as: .mmdetectionText)
    #expect(reading.steps == [50, 14660])
    #expect(reading.evaluations.count == 1)
    #expect(reading.evaluations[0].summary == [.averagePrecision(.box): 30.6])
    #expect(reading.series["bbox_mAP_copypaste"] == nil)
  }

  @Test func aValidationLineMakesNoLogOfMMDetectionOneOfMMEngine() {
    let val =
      "2021-03-03 12:00:00,000 - mmdet - INFO - Epoch(val) [1][5000]\tbbox_mAP: 0.3060, bbox_mAP_50: 0.5\n"
    #expect(Self.format(Self.samples[0].text + val)?.name == "mmdetection-text")
  }

  /// detectron2 prints each set's table, then its name, then its rows: the second table is none of the first set's.
  @Test func aTableBelongsToTheSetThatIsNamedBehindIt() {
    let told = { (set: String, precision: String) in
      """
      [10/23 17:57:34 d2.evaluation.lvis_evaluation]: Evaluation results for bbox:
      |  AP   |  APr  |
      |:-----:|:-----:|
      | \(precision) | 3.871 |
      [10/23 17:57:34 d2.engine.defaults]: Evaluation results for \(set) in csv format:
      [10/23 17:57:34 d2.evaluation.testing]: copypaste: Task: bbox
      [10/23 17:57:34 d2.evaluation.testing]: copypaste: AP,APr
      [10/23 17:57:34 d2.evaluation.testing]: copypaste: \(precision)5,3.8710

      """
    }
    let once = told("a_val", "11.600") + told("b_val", "7.500")
    let later = Self.samples[2].text.replacing("19", with: "39")
    let twice = Reading(
      Self.samples[2].text + once + later + told("a_val", "12.600") + told("b_val", "8.500"),
      as: .detectron2Text)
    #expect(twice.evaluations.map(\.set) == ["a_val", "b_val", "a_val", "b_val"])
    #expect(twice.evaluations.map(\.step) == [19, 19, 39, 39])
    #expect(
      twice.evaluations.map { $0.summary[.averagePrecision(.box)] } == [11.6005, 7.5005, 12.6005, 8.5005])
    for text in [once, once + later] {
      let reading = Reading(Self.samples[2].text + text, as: .detectron2Text)
      #expect(reading.evaluations.map(\.set) == ["a_val", "b_val"])
      #expect(reading.evaluations.map(\.step) == [19, 19])
      #expect(reading.evaluations.map { $0.summary[.averagePrecision(.box)] } == [11.6005, 7.5005])
      #expect(reading.values("bbox/AP").allSatisfy { $0 > 11 })
      #expect(reading.values("b_val/bbox/AP").allSatisfy { $0 < 8 })
    }
  }

  /// A run that ends before the set is named keeps what it told.
  @Test func resultsWhoseSetIsNeverNamedAreKept() {
    let rows = """
      Evaluation results for a_val in csv format:
      copypaste: Task: bbox
      copypaste: AP,AP50
      copypaste: 11.6,18.8
      Evaluation results for bbox:
      |  AP   |
      |:-----:|
      | 7.500 |

      """
    let reading = Reading(
      Self.samples[2].text + rows + Self.samples[2].text.replacing("19", with: "39"), as: .detectron2Text)
    #expect(reading.evaluations.map { $0.summary[.averagePrecision(.box)] } == [11.6, 7.5])
    #expect(reading.values("bbox/AP") == [11.6, 7.5])
    #expect(reading.writtenSteps("total_loss") == [19, 39])
  }

  @Test func progressOfAValidationIsNoEvaluation() {
    let text =
      Self.samples[1].text
      + "04/16 18:00:00 - mmengine - INFO - Iter(val) [ 50/100]  eta: 0:00:10  time: 0.1\n"
    let reading = Reading(text, as: .mmengineText)
    #expect(reading.evaluations.isEmpty)
    #expect(reading.steps == [50, 50])
  }

  @Test func theRowsOfTwoSetsAreTwoNamedEvaluations() {
    let rows = { (set: String, precision: Double) in
      """
      [10/23 17:57:34 detectron2]: Evaluation results for \(set) in csv format:
      [10/23 17:57:34 d2.evaluation.testing]: copypaste: Task: bbox
      [10/23 17:57:34 d2.evaluation.testing]: copypaste: AP,AP50,APr
      [10/23 17:57:34 d2.evaluation.testing]: copypaste: \(precision),18.8525,nan

      """
    }
    let reading = Reading(
      Self.samples[2].text + rows("a_val", 11.6) + rows("b_val", 7.5), as: .detectron2Text)
    #expect(reading.evaluations.map(\.set) == ["a_val", "b_val"])
    #expect(reading.evaluations.map { $0.summary[.averagePrecision(.box)] } == [11.6, 7.5])
    #expect(reading.evaluations.allSatisfy { $0.step == 19 && $0.summary.count == 2 })
    #expect(reading.values("b_val/bbox/AP") == [7.5])
  }

  @Test func readsTheRowsAndDictionariesOfMaskRCNNBenchmark() {
    let rows = "Task: segm\nAP, AP50, AP75\n0.3440, 0.5560, 0.3680\n"
    let dictionary =
      "2018-10-31 INFO: OrderedDict([('bbox', OrderedDict([('AP', 0.378), ('AP50', 0.593)])), ('segm', OrderedDict([('AP', 0.344)]))])\n"
    for text in [rows, dictionary] {
      let reading = Reading(Self.samples[3].text + text, as: .maskRCNNBenchmark)
      #expect(reading.evaluations.last?.summary[.averagePrecision(.mask)] == 34.4)
      #expect(reading.evaluations.last?.step == 20)
    }
  }

  @Test func readsTheTableOfClassesOfYOLOX() {
    let text =
      Self.samples[5].text + """
        per class AP:
        | class   | AP     | class  | AP     |
        |:--------|:-------|:-------|:-------|
        | person  | 54.3   | bicycle| 28.125 |

        """
    let reading = Reading(text, as: .yolox)
    #expect(reading.evaluations.flatMap(\.classes).map(\.name) == ["person", "bicycle"])
    #expect(reading.evaluations.flatMap(\.classes).map(\.value) == [54.3, 28.125])
  }

  @Test func countsInstancesAsDetectronListsThem() {
    let text =
      "|  category  | #instances   |\n|:----------:|:-------------|\n|  Araneae   | 10           |\n|   total    | 10 |\n"
    var reader = LogReader(format: .detectron2Text)
    Array(text.utf8).withUnsafeBytes { reader.read($0) }
    #expect(reader.batch.instances == ["Araneae": 10])
  }

  @Test func readsTheColumnsOfYOLOv7() throws {
    let text =
      "     0/299     12.3G   0.05   0.03  0.02   0.1    16   640  0.7  0.6  0.65   0.4  0.05  0.03   0.02\n"
    let format = try #require(Self.format(text, name: "results.txt"))
    #expect(format == .yolov7)
    let reading = Reading(text, as: format)
    #expect(reading.values("val/cls_loss") == [0.02])
    #expect(reading.evaluations.first?.summary[.averagePrecision(.box)] == 40)
    #expect(reading.records.first?.epoch == 0)
  }

  // MARK: Of anybody

  @Test func onlyWhatRepeatsOneShapeIsALog() {
    #expect(Self.format("step 1 loss: 2\nstep 2 loss: 1\n") == nil)
    #expect(Self.format("step 1 loss: 2\nstep 2 loss: 1\nstep 3 loss: 1\n") == .text)
    #expect(
      Self.format(
        "Metadata-Version: 2.1\nName: pip\nVersion: 23.0\nRequires-Python: >=3.7\n", name: "METADATA") == nil)
  }

  @Test func theFirstLinesOfAShapeAreReadWhenTheThirdHasCome() {
    let text = "step 1 loss: 3\nstep 2 loss: 2\nstep 1 acc: 9\nstep 3 loss: 1\nstep 4 loss: 0\n"
    let reading = Reading(text, as: .text)
    #expect(reading.values("loss") == [3, 2, 1, 0])
    #expect(reading.steps == [1, 2, 3, 4])
    #expect(reading.series["acc"] == nil)
  }

  @Test func timesDatesAndVersionsAreNoValues() {
    let line = "step=5 at=12:30:01 on=2024-01-02 v=1.2.3 part=3/4 loss=0.5s acc: 97.5% img/s: 12it/s\n"
    let reading = Reading(String(repeating: line, count: 3), as: .text)
    #expect(Set(reading.series.keys) == ["loss", "acc", "img/s"])
  }

  @Test func readsTheBarsOfKeras() {
    let epoch = { (number: Int) in
      "Epoch \(number)/3\n 50/100 [=====>....] - ETA: 1s - loss: 9\r100/100 [==========] - 1s 10ms/step - loss: \(number) - val_loss: 0.5\n"
    }
    let reading = Reading((1...3).map(epoch).joined(), as: .text)
    #expect(reading.values("loss") == [1, 2, 3])
    #expect(reading.steps == [100, 200, 300])
    #expect(reading.evaluations.count == 3)
  }
}
