import Foundation
import Testing

@testable import RunStore

@Suite struct RunFolderTests {
  let temporary: TemporaryFolder

  init() throws { temporary = try TemporaryFolder() }

  @Test func foldersOfOneDayAreNumbered() throws {
    let noon = try #require(
      Calendar.current.date(from: DateComponents(year: 2026, month: 11, day: 23, hour: 12)))
    let names = try (1...2).map { _ in
      try RunFolder(in: temporary("runs"), named: "demo", on: noon, recipe: "name = \"demo\"\n").name
    }
    #expect(names == ["demo-2026-11-23-1", "demo-2026-11-23-2"])
  }

  @Test func aNewFolderHoldsItsRecipe() throws {
    let folder = try RunFolder(creating: temporary("run"), recipe: "name = \"demo\"\n")
    #expect(try String(contentsOfFile: folder.recipe, encoding: .utf8) == "name = \"demo\"\n")
  }

  @Test func aFolderWithContentIsRefused() throws {
    _ = try RunFolder(creating: temporary("run"), recipe: "")
    #expect(throws: RunStoreError.isARun(folder: temporary("run"))) {
      try RunFolder(creating: temporary("run"), recipe: "")
    }
    try FileManager.default.createDirectory(atPath: temporary("home"), withIntermediateDirectories: false)
    try "mine".write(toFile: temporary("home/letter"), atomically: false, encoding: .utf8)
    #expect(throws: RunStoreError.notEmpty(folder: temporary("home"))) {
      try RunFolder(creating: temporary("home"), recipe: "")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: temporary("home")) == ["letter"])
  }

  /// Killed after any number of its steps, a start leaves what the same command begins with.
  @Test func whatAKilledStartLeftDoesNotStandInTheWay() throws {
    let parts = ["checkpoints/", "requests/", "events.jsonl", ".recipe-77", "trainer.json", "output.log"]
    for count in 0...parts.count {
      let path = temporary("run\(count)")
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
      for part in parts.prefix(count) {
        if part.hasSuffix("/") {
          try FileManager.default.createDirectory(
            atPath: path + "/" + part, withIntermediateDirectories: false)
        } else {
          FileManager.default.createFile(atPath: path + "/" + part, contents: nil)
        }
      }
      #expect(!RunFolder.isRun(path))
      #expect(throws: RunStoreError.self) { try RunFolder(opening: path) }
      let run = try RunFolder(creating: path, recipe: "name = 1\n")
      #expect(RunFolder.isRun(path))
      #expect(try RunFolder(opening: path) == run)
    }
  }

  @Test func whatHoldsAHistoryIsNoLeftover() throws {
    for (name, text) in [("events.jsonl", "{}\n"), ("checkpoints/step-1-01234567.pt", "x")] {
      let path = temporary(name.replacing("/", with: "-"))
      let file = URL(fileURLWithPath: path + "/" + name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
      #expect(throws: RunStoreError.notEmpty(folder: path)) { try RunFolder(creating: path, recipe: "") }
    }
  }

  @Test func onlyTheirOwnerMayReadARunsFiles() throws {
    let run = try RunFolder(creating: temporary("run"), recipe: "x = 1\n")
    for (path, expected) in [
      (run.path, 0o700), (run.checkpoints, 0o700), (run.requests, 0o700), (run.recipe, 0o600),
      (run.events, 0o600),
    ] {
      var status = stat()
      #expect(lstat(path, &status) == 0 && status.st_mode & 0o777 == mode_t(expected), "\(path)")
    }
  }

  @Test func aFolderWithoutARunIsRefused() {
    #expect(throws: RunStoreError.notARun(folder: temporary.path, missing: "recipe.toml")) {
      try RunFolder(opening: temporary.path)
    }
  }
}
