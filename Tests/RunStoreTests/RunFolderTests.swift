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
    #expect(throws: RunStoreError.notEmpty(folder: temporary("run"))) {
      try RunFolder(creating: temporary("run"), recipe: "")
    }
  }

  @Test func aFolderWithoutARunIsRefused() {
    #expect(throws: RunStoreError.notARun(folder: temporary.path, missing: "recipe.toml")) {
      try RunFolder(opening: temporary.path)
    }
  }
}
