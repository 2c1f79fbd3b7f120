import Foundation
import Testing

@testable import Recipes

/// What recipes say of where their values come from.
@Suite struct OriginTests {
  @Test(arguments: Recipe.names) func everyValueOfEveryRecipeHasASource(name: String) throws {
    let recipe = try Recipe(named: name)
    let origins = try recipe.origins()
    #expect(origins.map(\.key) == recipe.readFields.map(\.name))
    for origin in origins { #expect(origin.source != .unstated, "\(origin.key)") }
  }

  @Test(arguments: Recipe.Loss.Name.allCases) func everyLossOfTheDemoHasASource(loss: Recipe.Loss.Name) throws
  {
    let recipe = try Recipe(named: "demo").training(with: loss)
    for origin in try recipe.origins() where origin.key == "loss.name" {
      // The demo states ECM itself, as its sheet does.
      guard case .published = origin.source else {
        Issue.record("\(origin)")
        continue
      }
    }
  }

  /// Every entry speaks of a value that the file beside it states, and every reference is known and used.
  @Test func noSheetSaysMoreThanItsFile() throws {
    let names = resources("Resources/sources").filter { $0 != "references" }
    #expect(
      Set(names) == Set(Recipe.names + Recipe.Loss.Name.allCases.map(\.rawValue) + ["open-images"]))
    var used: Set<String> = []
    for name in names {
      let sheet = try OriginSheet(name)
      let folder =
        Recipe.names.contains(name)
        ? "Resources" : name == "open-images" ? "Resources/data" : "Resources/losses"
      let url = try #require(
        Bundle.recipes.url(forResource: name, withExtension: "toml", subdirectory: folder))
      let document = try RecipeDocument(String(contentsOf: url, encoding: .utf8), source: name)
      let stated = document.entries.keys.filter { $0 != "based_on" }
      #expect(Set(stated.compactMap(sheet.entry)) == Set(sheet.entries.keys), "\(name)")
      for (key, words) in sheet.entries {
        #expect((1...2).contains(words.count) && words.allSatisfy { !$0.isEmpty }, "\(name), \(key)")
        let isKnown = words[0] == "ours" ? words.count == 2 : sheet.references[words[0]] != nil
        #expect(isKnown, "\(name), \(key)")
        used.insert(words[0])
      }
    }
    #expect(used == Set(try OriginSheet("demo").references.keys).union(["ours"]))
  }

  @Test func aValueIsAttributedToTheFileThatStatesIt() throws {
    let origins = try Recipe(named: "lvis-eql-r50-1x").origins()
    func source(_ key: String) -> ValueOrigin.Source? { origins.first { $0.key == key }?.source }
    let eql = "EQL's and EQLv2's authors: eqlv2, configs/end2end/eql_r50_8x2_1x.py"
    let ecm = "ECM's authors: ECM-Loss, configs/effective_class_margin_loss/r50_ecm_1x.py"
    let schedule = "mmdetection 2.24: configs/_base_/schedules/schedule_1x.py"
    #expect(source("loss.rare_below") == .published(eql, remark: nil))
    #expect(source("loss.name") == .published(eql, remark: nil))
    #expect(source("schedule.warm_up") == .published(schedule, remark: nil))
    #expect(source("optimizer.lr") == .published(ecm, remark: nil))
    guard case .conventions(let published) = source("detector.anchor_sides") else {
      Issue.record("not left to the conventions")
      return
    }
    #expect(published.contains("by mmdetection"))
  }

  @Test func whatIsOnesOwnIsSaidToBe() throws {
    let recipe = try Recipe(
      text: "based_on = \"demo\"\nname = \"mine\"\n[optimizer]\nlr = 0.5\n", source: "demo.toml"
    ).applying(overrides: ["run.seed=7"])
    let origins = try recipe.origins()
    func source(_ key: String) -> ValueOrigin.Source? { origins.first { $0.key == key }?.source }
    #expect(source("optimizer.lr") == .user(.line(file: "demo.toml", line: 4)))
    #expect(source("run.seed") == .user(.override(key: "run.seed")))
    guard case .own = source("optimizer.momentum") else {
      Issue.record("not the demo's")
      return
    }
    let text = try recipe.originsText()
    #expect(text.contains("optimizer.lr = 0.5\n    yours: demo.toml:4\n"))
    #expect(text.contains("run.seed = 7\n    yours: --set run.seed\n"))
  }

  @Test func differencesAreSaid() throws {
    let lines = try Recipe(named: "lvis-seesaw-r50-1x").originsText().split(separator: "\n")
    let place = try #require(lines.firstIndex(of: #"loss.name = "seesaw""#))
    #expect(lines[place + 1].hasPrefix("    mmdetection 2.24: configs/seesaw_loss/"))
    #expect(lines[place + 2].hasPrefix("    differs: instances are counted over the whole step"))
  }

  private func resources(_ folder: String) -> [String] {
    Bundle.recipes.paths(forResourcesOfType: "toml", inDirectory: folder).map {
      URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent
    }
  }
}
