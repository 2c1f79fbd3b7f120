import Foundation
import Testing

@testable import LogTail

@Suite struct RunSearchTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func write(_ text: String, _ path: String) throws {
    let file = folder.appending(path: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  private func search() -> FoundRuns {
    defer { try? FileManager.default.removeItem(at: folder) }
    return RunSearch.runs(below: [folder.path])
  }

  private static let detectron = #"{"iteration": 19, "loss_cls": 1.5, "lr": 0.01, "total_loss": 2.5}"# + "\n"
  private static let mmdetection =
    #"{"mode": "train", "epoch": 1, "iter": 50, "loss": 2.5, "time": 0.25}"# + "\n"
  private static let mmengine =
    #"{"lr": 0.1, "data_time": 0.1, "loss": 2.5, "epoch": 1, "iter": 50, "memory": 700, "step": 50}"# + "\n"

  @Test func knowsFormatsByContentWhateverTheName() throws {
    try write(Self.detectron, "a/x.json")
    try write("epoch,step,loss\n0,1,2\n", "b/x.csv")
    try write("epoch,  train/box_loss\n 1, 2\n", "c/x.csv")
    try write("step\tloss\n1\t2\n", "d/x.tsv")
    try write(#"{"log_history": [{"step": 1, "loss": 2}]}"#, "e/x.json")
    try write(#"{"step": 1, "reward": 2}"# + "\n", "f/x.json")
    let found = search()
    #expect(
      found.runs.map(\.format) == [.detectron2, .lightning, .ultralytics, .tsv, .huggingFace, .jsonLines])
    #expect(found.runs.map(\.name) == ["a/x.json", "b/x.csv", "c/x.csv", "d/x.tsv", "e", "f/x.json"])
    #expect(found.problems.isEmpty)
  }

  @Test func leavesAloneWhatIsNoLog() throws {
    try write(#"{"images": [{"id": 1}], "annotations": []}"#, "annotations.json")
    try write(#"{"image_id": 1, "score": 0.5}"# + "\n", "results.jsonl")
    try write("name,age\nx,5\n", "people.csv")
    try write("Hello, world.\nNothing here.\n", "notes.txt")
    try write(Self.detectron, "weights.pt")
    try write(Self.detectron, ".git/metrics.json")
    #expect(search().runs.isEmpty)
  }

  @Test func readsADuplicateOfMMEngineOnceAndChainsItsLaunches() throws {
    try write(Self.mmengine, "work/20240101_000000/vis_data/scalars.json")
    try write(Self.mmengine, "work/20240101_000000/vis_data/20240101_000000.json")
    try write(Self.mmengine.replacing("2.5", with: "1.5"), "work/20240102_000000/vis_data/scalars.json")
    try write("Iter(train) [50/100]\n", "work/20240102_000000/20240102_000000.log")
    let runs = search().runs
    #expect(runs.map(\.name) == ["work"])
    #expect(
      runs[0].files.map { $0.suffix(38) }
        == ["20240101_000000/vis_data/scalars.json", "20240102_000000/vis_data/scalars.json"].map { "/" + $0 }
    )
    #expect(runs[0].textLogs.count == 1)
  }

  @Test func chainsResumedMMDetectionAndTakesTheEpochsLengthFromTheText() throws {
    try write(Self.mmdetection, "work/20210101_000000.log.json")
    try write(Self.mmdetection.replacing("1,", with: "2,"), "work/20210102_000000.log.json")
    try write("INFO - Epoch [1][50/7330]\tlr: 0.02\n", "work/20210101_000000.log")
    let runs = search().runs
    #expect(runs.count == 1)
    #expect(runs[0].files.count == 2)
    #expect(runs[0].iterationsPerEpoch == 7330)
  }

  @Test func takesTheEpochsLengthOfAResumedLogFromItsLargestIteration() throws {
    let records = [(5, 50), (5, 100), (6, 50)].map { epoch, iteration in
      #"{"mode": "train", "epoch": \#(epoch), "iter": \#(iteration), "loss": 2.5}"# + "\n"
    }
    try write(records.joined(), "resumed/20210101_000000.log.json")
    try write(Self.mmdetection, "fresh/20210101_000000.log.json")
    #expect(search().runs.map(\.iterationsPerEpoch) == [nil, 100])
  }

  @Test func takesTheLongestOfSeveralTrainerStates() throws {
    for (checkpoint, records) in [("checkpoint-10", 1), ("checkpoint-20", 2), ("checkpoint-9", 1)] {
      let record = #"{"step": 1, "loss": 2}"#
      let history = Array(repeating: record, count: records).joined(separator: ",")
      try write(#"{"log_history": [\#(history)]}"#, "out/\(checkpoint)/trainer_state.json")
    }
    let runs = search().runs
    #expect(runs.map(\.name) == ["out"])
    #expect(runs[0].files[0].hasSuffix("checkpoint-20/trainer_state.json"))
  }

  @Test func saysWhatItCannotRead() throws {
    try write(Self.detectron, "a/metrics.json")
    let found = RunSearch.runs(below: [folder.path, folder.path + "/nothing"])
    #expect(found.runs.count == 1)
    #expect(found.problems == [.missing(path: folder.path + "/nothing")])
    try FileManager.default.removeItem(at: folder)
  }

  @Test func followsALinkInACircleOnce() throws {
    try write(Self.detectron, "a/metrics.json")
    try FileManager.default.createSymbolicLink(
      at: folder.appending(path: "a/again"), withDestinationURL: folder)
    #expect(search().runs.count == 1)
  }

  @Test func namesEveryRunUnlikeTheOthers() throws {
    try write(Self.detectron, "a/metrics.json")
    try write(Self.detectron, "b/metrics.json")
    try write("epoch,  train/box_loss\n 1, 2\n", "b/results.csv")
    try write("\u{FEFF}step,loss\n1,2\n", "c/x.csv")
    #expect(search().runs.map(\.name) == ["a", "b/metrics.json", "b/results.csv", "c/x.csv"])
  }

  @Test func namesRunsOfTwoFoldersByTheirPaths() throws {
    try write(Self.detectron, "a/x/metrics.json")
    try write(Self.detectron, "b/x/metrics.json")
    let found = RunSearch.runs(below: [folder.path + "/a", folder.path + "/b"])
    #expect(found.runs.map(\.name) == found.runs.map(\.path))
    try FileManager.default.removeItem(at: folder)
  }

  @Test func saysThatAFolderHasNoLog() throws {
    let found = search()
    #expect(found.problems == [.noRuns(folder: folder.path, strangers: 0)])
  }
}
