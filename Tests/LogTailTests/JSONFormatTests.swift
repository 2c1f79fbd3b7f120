import Events
import Testing

@testable import LogTail

@Suite struct JSONFormatTests {
  // MARK: - detectron2

  @Test func readsDetectronWithNaNAndItsEvaluation() {
    let reading = Reading(
      """
      {"iteration": 19, "loss_cls": 1.92, "lr": 0.007, "total_loss": 2.5}
      {"iteration": 39, "loss_cls": NaN, "lr": 0.007, "total_loss": Infinity}
      {"bbox/AP": 26.9, "bbox/AP-cat": 40.5, "bbox/APr": NaN, "iteration": 39, "segm/AP": 25.1}

      """, as: .detectron2)
    #expect(reading.steps == [19, 39, 39])
    #expect(reading.values("total_loss") == [2.5, .infinity])
    #expect(reading.values("loss_cls").last?.isNaN == true)
    #expect(reading.evaluations.count == 1)
    #expect(reading.evaluations[0].summary[.averagePrecision(.box)] == 26.9)
    #expect(reading.evaluations[0].classes.map(\.name) == ["cat"])
  }

  @Test func keepsBothBranchesOfAResumedRun() {
    let reading = Reading(
      "{\"iteration\": 40, \"lr\": 1}\n{\"iteration\": 20, \"lr\": 2}\n{\"iteration\": 40, \"lr\": 3}\n",
      as: .detectron2)
    #expect(reading.steps == [40, 20, 40])
    #expect(reading.values("lr") == [1, 2, 3])
  }

  // MARK: - mmengine

  @Test func placesValidationOfMMEngineAtTheTrainingStepBeforeIt() {
    let reading = Reading(
      """
      {"lr": 0.01, "data_time": 0.1, "loss": 1.5, "time": 0.4, "epoch": 1, "iter": 50, "memory": 7, "step": 50}
      {"lvis/bbox_AP": 0.217, "lvis/bbox_APr": -1.0, "data_time": 0.2, "time": 0.3, "step": 1}

      """, as: .mmengine)
    #expect(reading.records.map(\.step) == [50, 50])
    #expect(reading.records.map(\.writtenStep) == [50, 1])
    #expect(reading.records.map(\.phase) == [.training, .validation])
    #expect(reading.records[0].epoch == 1)
    #expect(reading.evaluations[0].summary[.averagePrecision(.box)] == 21.7)
    #expect(reading.evaluations[0].summary[.averagePrecision(.box, bin: .rare)] == nil)
    #expect(reading.values("lvis/bbox_APr") == [-1])
  }

  // MARK: - mmdetection 2.x

  private static let twoEpochs = """
    {"env_info": "sys.platform: linux", "seed": 7, "exp_name": "x.py"}
    {"mode": "train", "epoch": 1, "iter": 50, "lr": {"backbone": 0.001, "head": 0.01}, "loss": 2.0}
    {"mode": "train", "epoch": 1, "iter": 100, "lr": {"backbone": 0.001, "head": 0.01}, "loss": 1.5}
    {"mode": "val", "epoch": 1, "iter": 5000, "lr": 0.0, "bbox_mAP": 0.123, "bbox_mAP_copypaste": "0.123 0.2"}
    {"mode": "train", "epoch": 2, "iter": 50, "lr": {"backbone": 0.001, "head": 0.01}, "loss": 1.0}

    """

  @Test func countsStepsOfMMDetectionByTheLargestIteration() {
    let reading = Reading(Self.twoEpochs, as: .mmdetection)
    #expect(reading.steps == [50, 100, 100, 150])
    #expect(reading.values("lr/backbone").count == 3)
    #expect(reading.values("seed").isEmpty)
    #expect(reading.evaluations.map { $0.summary[.averagePrecision(.box)] } == [12.3])
  }

  @Test func countsStepsOfMMDetectionByWhatTheTextLogSays() {
    #expect(Reading(Self.twoEpochs, as: .mmdetection, iterationsPerEpoch: 117).steps == [50, 100, 117, 167])
  }

  @Test func knowsATrainerThatCountsIterationsOnly() {
    let reading = Reading(
      """
      {"mode": "train", "epoch": 1, "iter": 50, "loss": 2.0}
      {"mode": "train", "epoch": 2, "iter": 100, "loss": 1.5}
      {"mode": "val", "epoch": 2, "iter": 5000, "bbox_AP": 0.2}
      {"mode": "train", "epoch": 3, "iter": 150, "loss": 1.0}

      """, as: .mmdetection)
    #expect(reading.steps == [50, 100, 100, 150])
  }

  // MARK: - Lines of anybody

  @Test(arguments: [
    (#"{"epoch": 1, "step": 7, "loss": 2}"#, 7), (#"{"epoch": 3, "loss": 2}"#, 3),
    (#"{"global_step": 9, "epoch": 1, "loss": 2}"#, 9), (#"{"loss": 2, "iteration": 5, "iter": 6}"#, 5),
  ])
  func takesTheBestNameForTheStep(line: String, step: Int) {
    #expect(Reading(line + "\n", as: .jsonLines).steps == [step])
  }

  @Test func countsRecordsWithoutAStep() {
    #expect(Reading("{\"loss\": 2}\n{\"loss\": 1}\n", as: .jsonLines).steps == [0, 1])
  }

  @Test func readsLargeStepsExactly() {
    let reading = Reading("{\"step\": 9007199254740993, \"loss\": 1}\n", as: .jsonLines)
    #expect(reading.steps == [9_007_199_254_740_993])
  }

  @Test func flattensObjectsAndPassesOverListsWordsAndTruths() {
    let reading = Reading(
      #"{"step": 1, "a": {"b": {"c": 1}, "d": [1, {"e": 2}]}, "f": "x", "g": true, "h": null}"#,
      as: .jsonLines)
    #expect(Set(reading.series.keys) == ["a.b.c"])
  }

  @Test(arguments: [
    #"{"step": 1, "a": 1"#, #"{"step": 1, "a": 01}"#, #"{"step": 1, "a": 1.}"#, #"{"step": 1 "a": 1}"#,
    #"{"step": 1, "a": 1}}"#, #"{"step": 1, "a": nan}"#, #"{"step": 1, "a": +1}"#, "[1]", "word", "\0\0\0",
    #"{"step": 1, "a": "\x"}"#, #"{"step": 1, a: 1}"#, #"{"step": 1, "a": .5}"#, #"{"step": 1, "a": -}"#,
  ])
  func countsWhatPythonWouldNotRead(line: String) {
    let reading = Reading(line + "\n{\"step\": 2, \"a\": 3}\n", as: .jsonLines)
    #expect(reading.badRecords == 1)
    #expect(reading.steps == [2])
    #expect(reading.values("a") == [3])
  }

  @Test func countsALineThatIsNotUTF8() {
    let bytes: [UInt8] = Array(#"{"step": 1, "name": ""#.utf8) + [0xFF, 0xFE] + Array("\"}\n".utf8)
    let reading = Reading(bytes, as: .jsonLines)
    #expect(reading.badRecords == 1)
    #expect(reading.lastBadRecord?.text.contains("\u{FFFD}") == true)
  }

  @Test func resolvesEscapesInKeys() {
    #expect(Reading(#"{"step": 1, "\u00e9\"": 2}"# + "\n", as: .jsonLines).values("é\"") == [2])
  }

  @Test func waitsForTheEndOfALine() {
    var reader = LogReader(format: .jsonLines)
    Array(#"{"step": 1, "loss": 0.12"#.utf8).withUnsafeBytes { reader.read($0) }
    #expect(reader.batch.records.isEmpty && reader.batch.badRecords == 0)
    Array("5}\n".utf8).withUnsafeBytes { reader.read($0) }
    #expect(reader.batch.values.map(\.value) == [0.125])
  }

  @Test func passesOverALineOfAHundredMegabytesInBoundedMemory() {
    var reader = LogReader(format: .jsonLines)
    let portion = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
    var bad = 0
    for _ in 0..<100 {
      portion.withUnsafeBytes { reader.read($0) }
      bad += reader.batch.badRecords
    }
    Array("\n{\"step\": 1, \"a\": 2}\n".utf8).withUnsafeBytes { reader.read($0) }
    #expect(bad == 1)
    #expect(reader.batch.values.map(\.value) == [2])
  }

  @Test func beginsInTheMiddleAtTheNextLine() {
    let text = Array("\"loss\": 5}\n{\"step\": 8, \"loss\": 4}\n".utf8)
    text.withUnsafeBytes { bytes in
      var reader = LogReader(format: .jsonLines, inTheMiddleOf: bytes)
      reader.read(bytes)
      #expect(reader.batch.records.map(\.step) == [8])
      #expect(reader.batch.badRecords == 0)
    }
  }
}
