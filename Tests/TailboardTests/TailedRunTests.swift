import Foundation
import LogTail
import Testing

@testable import tailboard

/// What `tail --follow` says of a log that grows.
@Suite struct TailedRunTests {
  private final class Scene {
    let log = FileManager.default.temporaryDirectory.appending(path: "tailed-\(UUID().uuidString).log")
    private var tailed: TailedRun

    init(_ text: String) throws {
      try Data(text.utf8).write(to: log)
      tailed = TailedRun(try #require(RunSearch.runs(below: [log.path]).runs.first))
    }

    deinit { try? FileManager.default.removeItem(at: log) }

    func append(_ text: String) throws {
      let file = try FileHandle(forWritingTo: log)
      defer { try? file.close() }
      try file.seekToEnd()
      try file.write(contentsOf: Data(text.utf8))
    }

    /// The lines printed now, without the text's own.
    func lines() throws -> [String] {
      var printed: [UInt8] = []
      try tailed.readNews(isLast: false) { news, keys in printed += keys.plainLines(of: news, run: "r") }
      return String(decoding: printed, as: UTF8.self).split(separator: "\n").map(String.init)
        .filter { !$0.contains("mmdet - INFO") }
    }

    func jsonLines() throws -> [String] {
      var printed: [UInt8] = []
      try tailed.readNews(isLast: false) { news, keys in printed += keys.jsonLines(of: news, run: "r") }
      return String(decoding: printed, as: UTF8.self).split(separator: "\n").map(String.init)
    }
  }

  private static func line(_ iteration: Int, _ loss: Double) -> String {
    "2021-03-03 11:22:33,444 - mmdet - INFO - Epoch [1][\(iteration)/1000]\tlr: 1.978e-03, loss: \(loss)\n"
  }

  @Test func onlyWhatIsNewIsPrinted() throws {
    let scene = try Scene(Self.line(50, 2.5))
    #expect(try scene.lines() == ["r  step 50  lr 0.001978  loss 2.5"])
    #expect(try scene.lines() == [])
    try scene.append(String(Self.line(100, 2.25).dropLast(3)))
    #expect(try scene.lines() == [])
    try scene.append(String(Self.line(100, 2.25).suffix(3)))
    #expect(try scene.lines() == ["r  step 100  lr 0.001978  loss 2.25"])
  }

  @Test func aRestartIsSaid() throws {
    let scene = try Scene(Self.line(50, 2.5) + Self.line(100, 2.25))
    _ = try scene.lines()
    try scene.append(Self.line(50, 2))
    #expect(
      try scene.lines() == ["r  restarted: step 100, then 50", "r  step 50  lr 0.001978  loss 2.0"])
  }

  @Test func aCutFileIsReadAnewAndSaysSo() throws {
    let scene = try Scene(Self.line(50, 2.5) + Self.line(100, 2.25))
    _ = try scene.lines()
    try Data(Self.line(50, 9).utf8).write(to: scene.log, options: [])
    let lines = try scene.lines()
    #expect(lines.first?.hasSuffix("read anew") == true)
    #expect(lines.last == "r  step 50  lr 0.001978  loss 9.0")
  }

  @Test func aRotatedFileGoesOnInTheNewOne() throws {
    let scene = try Scene(Self.line(50, 2.5))
    _ = try scene.lines()
    try scene.append(Self.line(100, 2.25))
    let old = scene.log.appendingPathExtension("1")
    defer { try? FileManager.default.removeItem(at: old) }
    try FileManager.default.moveItem(at: scene.log, to: old)
    try Data(Self.line(150, 2).utf8).write(to: scene.log)
    let lines = try scene.lines()
    #expect(lines.first?.hasSuffix("it goes on in a new file") == true)
    #expect(
      lines.dropFirst() == ["r  step 100  lr 0.001978  loss 2.25", "r  step 150  lr 0.001978  loss 2.0"])
  }

  @Test func jsonNamesTheSetOfImages() throws {
    let scene = try Scene(
      #"{"iteration": 19, "total_loss": 1.5, "lr": 0.1}"# + "\n"
        + #"{"a_val/bbox/AP": 20.5, "b_val/bbox/AP": 7.5, "iteration": 19}"# + "\n")
    let sets = try scene.jsonLines().filter { $0.contains(#""event":"evaluated""#) }
    #expect(sets.count == 2)
    #expect(sets.first?.contains(#""set":"a_val""#) == true)
    #expect(sets.last?.contains(#""summary":{"bbox/AP":7.5}"#) == true)
  }
}
