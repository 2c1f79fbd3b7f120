import Events
import Foundation
import JSON
import Testing

@testable import LogTail

/// Logs of public repositories and reports; Golden/field_reads.py reads each of them from its text.
@Suite struct FieldLogTests {
  private static let golden = Bundle.module.url(forResource: "Golden", withExtension: nil)!
  static let folder = RealLogs.folder.replacing("data/logs/", with: "data/field/logs/")

  /// What a run holds, as it is written there.
  private struct Contents {
    var series: [String: [(step: Double, value: Double)]] = [:]
    var evaluations: [LoggedEvaluation] = []
    var axis = StepAxis.steps
    var restarts = Restarts()

    init(_ run: LogRun) throws {
      var contents = LogContents(), source = LogContents.Source()
      for path in run.files {
        var reader = LogReader(format: run.format, iterationsPerEpoch: run.iterationsPerEpoch)
        let bytes = try RealLogs.bytes(path)
        bytes.withUnsafeBytes { reader.read($0) }
        take(reader.batch)
        contents.append(reader.batch, from: &source)
        reader.finish()
        take(reader.batch)
        contents.append(reader.batch, from: &source)
      }
      contents.joinResults(of: run)
      (evaluations, axis, restarts) = (contents.evaluations, contents.axis, contents.restarts)
    }

    private mutating func take(_ batch: LogBatch) {
      for record in batch.records {
        for value in batch.values(of: record) {
          series[batch.names[value.name].original, default: []]
            .append((Double(record.writtenStep) + record.stepFraction, value.value))
        }
      }
    }
  }

  private static let runs = Dictionary(
    uniqueKeysWithValues: RunSearch.runs(below: [folder]).runs.map {
      ($0.files[0].replacing(folder, with: ""), $0)
    })

  static let files: [String] = {
    let all = try? JSONParser().parse(Data(contentsOf: golden.appending(path: "field_reads.json")))
    return ((try? all?.members().map { String($0.key) }) ?? []).sorted()
  }()

  @Test func everyLogIsThere() { #expect(Self.files.count == 31) }

  @Test(arguments: files) func everyFigureIsWhatPythonReads(file: String) throws {
    let parser = JSONParser()
    let all = try parser.parse(Data(contentsOf: Self.golden.appending(path: "field_reads.json")))
    let expected = try all.member(file)
    let run = try #require(Self.runs[file], "found from the folder")
    let contents = try Contents(run)
    if let axis = try? expected.member("x").string() { #expect(contents.axis.unit.rawValue == axis) }
    if let count = try? expected.member("evaluations").integer() {
      #expect(contents.evaluations.count == count)
    }
    let series = try expected.member("series").members()
    #expect(Set(series.map { String($0.key) }) == Set(contents.series.keys))
    for (name, figures) in series {
      let points = try #require(contents.series[String(name)])
      let finite = points.map(\.value).filter(\.isFinite)
      #expect(try points.count == figures.member("count").integer(), "\(name)")
      #expect(try points.filter { $0.value.isNaN }.count == figures.member("nan").integer(), "\(name)")
      if let least = try? figures.member("min").double() { #expect(finite.min() == least, "\(name)") }
      if let most = try? figures.member("max").double() { #expect(finite.max() == most, "\(name)") }
      for (key, point) in [("first", points.first), ("last", points.last)] {
        let pair = Array(try figures.member(key).elements())
        #expect(try point?.step == pair[0].double(), "\(name)")
        if let value = try? pair[1].double() { #expect(point?.value == value, "\(name)") }
      }
    }
  }

  @Test(arguments: [
    ("02-maskrcnn-benchmark-text/run/log.txt", "maskrcnn-benchmark"),
    ("03-detr-log-txt/outputs/log.txt", "detr"),
    ("10-mmengine-text-lvis/yolo-world/train.log", "mmengine-text"),
    ("11-detic-ansi-stdout/nohup.out", "detectron2-text"), ("14-csv-exports/excel-de/log.csv", "csv"),
  ])
  func namesTheFormat(file: String, name: String) { #expect(Self.runs[file]?.format.name == name) }

  /// AP that only the text log beside a metrics.json tells, with its set of images, and the two resumptions before.
  @Test func resultsOfTheTextLogJoinTheRunBesideIt() throws {
    let run = try #require(Self.runs["01-d2-cdfsod-tree/output/vitb/artaxor_10shot/metrics.json"])
    let contents = try Contents(run)
    #expect(contents.restarts.places.map(\.end) == [171, 199])
    let evaluation = try #require(contents.evaluations.first)
    #expect(evaluation.step == 199)
    #expect(evaluation.set == "ArTaxOr_test")
    #expect(evaluation.summary[.averagePrecision(.box)] == 53.772)
    #expect(evaluation.classes.map(\.name).sorted().first == "Araneae")
    #expect(evaluation.classes.count == 7)
  }

  @Test func twoSetsOfImagesAreTwoEvaluations() throws {
    let contents = try Contents(#require(Self.runs["17-d2-two-test-sets/output/metrics.json"]))
    #expect(contents.evaluations.map(\.set) == ["coco_2017_val", "lvis_v1_val"])
    #expect(contents.evaluations.map { $0.summary[.averagePrecision(.box, bin: .rare)] } == [nil, 4.9094])
  }

  @Test func theTableAndTheLineBehindItAreOneEvaluation() throws {
    let contents = try Contents(#require(Self.runs["10-mmengine-text-lvis/yolo-world/train.log"]))
    #expect(contents.evaluations.map(\.step) == [10])
    #expect(contents.evaluations[0].summary[.averagePrecision(.box, bin: .frequent)] == 8.5)
    #expect(contents.evaluations[0].summary[MetricKey("bbox/AR@300")] == 4.8)
  }

  /// Whatever was damaged, and however the bytes come: the same is read, and nothing traps.
  @Test func readsEveryLogWithFlippedBits() throws {
    var generator = FixedGenerator(state: 7)
    for run in Self.runs.values.sorted(by: { $0.path < $1.path }) {
      let whole = try Array(RealLogs.bytes(run.files[0]).prefix(4000))
      guard !whole.isEmpty else { continue }
      for _ in 0..<20 {
        let damaged = DamageTests.damage(whole, &generator)
        let portion = Int.random(in: 1...1000, using: &generator)
        #expect(
          Reading(damaged, as: run.format, portion: portion) == Reading(damaged, as: run.format),
          "\(run.path)")
      }
    }
  }
}
