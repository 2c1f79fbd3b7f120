import Foundation
import Testing

@testable import tailboard

/// Pictures and figures of a log on disk, through the command itself.
@Suite final class SnapshotTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "snap-\(UUID().uuidString)"
  ).path

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let lines = (1...50).map { step in
      #"{"iteration": \#(step), "total_loss": \#(Double(100 - step) / 10), "lr": 0.01, "time": 0.1, "data_time": 0.01}"#
    }
    try lines.joined(separator: "\n").appending("\n").write(
      toFile: folder + "/metrics.json", atomically: true, encoding: .utf8)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func written(_ name: String, _ arguments: String...) throws -> String {
    let path = "\(folder)/\(name)"
    try Snapshot.parse([folder + "/metrics.json", "--output", path] + arguments).run()
    return try String(contentsOfFile: path, encoding: .utf8)
  }

  @Test func theFiguresAreThoseOfTheLogWhateverTheSize() throws {
    let csv = try written("a.csv", "--pane", "loss")
    let rows = csv.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(rows[0].joined(separator: ",") == "run,metric,step,epoch,seconds,raw,smoothed")
    let loss = rows.filter { $0[1] == "loss" }
    #expect(loss.map { Double($0[5]) } == (1...50).map { Double(100 - $0) / 10 })
    #expect(try written("b.csv", "--pane", "loss", "--size", "40x10") == csv)
  }

  @Test func theEndingSaysWhatIsWritten() throws {
    let svg = try written("a.svg", "--size", "60x20")
    #expect(svg.hasPrefix("<svg ") && svg.contains(#"viewBox="0 0 480 320""#))
    let text = try written("a.txt", "--format", "text", "--size", "100x30")
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count == 31)
    #expect(text.contains("loss") && !text.contains("\u{1B}"))
    #expect(try written("a.ansi", "--pane", "loss").contains("\u{1B}["))
  }

  @Test func aPaneAloneFillsThePicture() throws {
    let text = try written("p.txt", "--pane", "system", "--format", "text", "--size", "60x12")
    let lines = text.split(separator: "\n")
    #expect(lines.count == 12 && lines[0].hasPrefix("┌─ System"))
    #expect(lines[11].hasPrefix("└") && lines[11].count == 60)
  }

  @Test func whatIsNotThereIsSaidWithWhatThereIs() {
    #expect(throws: (any Error).self) { try Snapshot.parse([folder, "--pane", "losses"]) }
    #expect(throws: (any Error).self) { try Snapshot.parse([folder + "/none"]) }
    #expect(throws: (any Error).self) { try Snapshot.parse([folder, "--size", "0x10"]) }
    let empty = folder + "/empty"
    try? FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
    #expect(throws: SnapshotError.self) { try Snapshot.parse([empty]).run() }
  }
}

@Suite struct HelpTests {
  @Test func everyTopicHasATitleAndFitsATerminal() throws {
    let topics = try HelpTopic.all()
    #expect(topics.map(\.name) == ["gpus", "runs", "ssh", "terminals", "themes", "train"])
    for topic in topics {
      let lines = topic.text.split(separator: "\n", omittingEmptySubsequences: false)
      #expect((5...60).contains(lines[0].count), "\(topic.name)")
      #expect(lines.allSatisfy { $0.count <= 120 }, "\(topic.name)")
    }
    #expect(try HelpTopic.overview().contains("tailboard help TOPIC"))
  }

  @Test func wordsThatMeanNothingAreRefusedWithWhatThereIs() throws {
    let error = #expect(throws: HelpError.self) { try Help.parse(["no-such"]).run() }
    #expect("\(try #require(error))".contains("ssh"))
    #expect(throws: HelpError.self) { try Help.parse(["bench", "no-such"]).run() }
  }

  @Test func aloneTailboardSaysItsThreeUses() {
    let text = Welcome().text
    for word in ["train ", "watch ", "evaluate "] { #expect(text.contains("\n  \(word)")) }
  }
}

@Suite struct RunTableTests {
  /// Times out of damaged events are none, or beyond all clocks.
  @Test func aTimeThatCannotBeIsNone() {
    #expect(RunTable.ago(7200) == "2 h ago")
    #expect(RunTable.ago(-5) == "0 s ago")
    for time in [Double.nan, .infinity, -.infinity, 1e300] { #expect(RunTable.ago(time) == "–") }
  }
}
