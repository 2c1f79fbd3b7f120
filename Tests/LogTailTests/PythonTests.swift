import Foundation
import JSON
import Testing

@testable import LogTail

/// Golden/python_reads.py reads the real logs with json, csv, tensorboard and wandb.
@Suite struct PythonTests {
  private static let golden = Bundle.module.url(forResource: "Golden", withExtension: nil)!

  static let files = [
    "detectron2/medical_waste-metrics.json", "hf/trainer_state.json", "lightning/metrics.csv",
    "lightning/short-metrics.csv", "mmdet2/fall_detection.log.json", "mmengine/scalars.json",
    "tfevents/events.out.tfevents.1585769947.cvp", "tfevents/events.out.tfevents.1785441771.local.1798.3",
    "wandb/run-g9dvvkua.wandb", "wandb/wandb_leet_run-nanedge1.wandb", "wandb/wandb_leet_run-uni00001.wandb",
    "wandb/wandb_leet_wire_truncated-tail.wandb",
  ]

  @Test(arguments: files) func everyPointIsWhatPythonReads(file: String) throws {
    let bytes = try RealLogs.bytes(RealLogs.folder + file)
    let parser = JSONParser()
    let all = try parser.parse(Data(contentsOf: Self.golden.appending(path: "python_reads.json")))
    let expected = try all.member(file)
    let run = try #require(RunSearch.runs(below: [RealLogs.folder + file]).runs.first)
    let reading = Reading(bytes, as: run.format, portion: 1000)
    #expect(try Set(expected.members().map { $0.key }) == Set(reading.series.keys))
    for (name, summary) in try expected.members() {
      let points = try #require(reading.series[name])
      #expect(try points.count == summary.member("count").integer(), "\(name)")
      #expect(try Self.hash(points) == summary.member("fnv").string(), "\(name)")
    }
    #expect(reading.badRecords == 0)
  }

  private static func hash(_ points: [Reading.Point]) -> String {
    var state: UInt64 = 0xCBF2_9CE4_8422_2325
    for point in points {
      for word in [UInt64(bitPattern: Int64(point.step)), point.value.bitPattern] {
        withUnsafeBytes(of: word.littleEndian) {
          for byte in $0 { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
      }
    }
    let text = String(state, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }

  /// A bad checksum in its second step's record; Python's reader stops there, W&B's own viewer goes on.
  @Test func goesOnBehindAWrongChecksumOfWeightsAndBiases() throws {
    let bytes = try RealLogs.bytes(RealLogs.folder + "wandb/wandb_leet_wire_bad-crc.wandb")
    let reading = Reading(bytes, as: .wandb)
    #expect(reading.badRecords == 1)
    #expect(reading.lastBadRecord?.reason == .wrongChecksum)
    #expect(reading.writtenSteps("wire/metric") == [0, 2, 3])
    #expect(reading.values("wire/metric") == [10, 12, 13])
  }

  @Test(arguments: [1, 2, 7, 64, 4096]) func portionsOfAnySizeReadTheSame(portion: Int) throws {
    for run in RealLogs.runs {
      for path in run.files {
        let bytes = try RealLogs.bytes(path)
        // A byte at a time is slow where nothing is optimised: the beginning will do.
        let part = Array(bytes.prefix(portion == 1 ? 20_000 : .max))
        #expect(Reading(part, as: run.format, portion: portion) == Reading(part, as: run.format), "\(path)")
      }
    }
  }
}
