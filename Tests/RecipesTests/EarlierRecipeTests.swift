import Foundation
import Testing

@testable import Recipes

/// Recipes of before some keys were there, as old run folders keep them.
@Suite struct EarlierRecipeTests {
  @Test func whatARecipeLacksIsSaidInOneSentenceWithWhatItMeant() throws {
    let text = try Recipe(named: "demo").text.split(separator: "\n")
      .filter { line in !["micro_batch", "repeat_rounding", "sampling"].contains { line.hasPrefix($0) } }
      .map { line in
        line.hasPrefix("family") ? "name = \"mask-rcnn-r18-fpn\"" : String(line)
      }
      .filter { line in !["conventions", "backbone ="].contains { line.hasPrefix($0) } }
    let error = #expect(throws: RecipeError.self) {
      try Recipe(text: text.joined(separator: "\n"), source: "old.toml")
    }
    #expect(
      "\(try #require(error))"
        == "old.toml: this recipe is of an earlier tailboard. For what it meant then, add to [input] the lines "
        + "micro_batch = 8, repeat_rounding = \"drawn\", sampling = \"repeat-factors\"; "
        + "put in [detector] for name the lines "
        + "family = \"mask-rcnn\", backbone = \"resnet-18\", conventions = \"torchvision\", "
        + "pooling_alignment = \"half-pixel\".")
  }

  /// The lines that the sentence names make a recipe that is read.
  @Test func withTheLinesAddedItIsRead() throws {
    let whole = try Recipe(named: "demo").text
    let without = whole.replacing("sampling = \"repeat-factors\"\n", with: "")
    let lacking = RecipeError.earlierVersion(
      file: "a.toml", input: ["sampling = \"repeat-factors\""], detector: [])
    #expect(throws: lacking) { try Recipe(text: without, source: "a.toml") }
    let mended = without.replacing("[input]\n", with: "[input]\nsampling = \"repeat-factors\"\n")
    #expect(try Recipe(text: mended, source: "a.toml").text == whole)
  }

  @Test func aCascadesNameIsTakenApart() throws {
    let text = try Recipe(named: "demo").text.replacing(
      "family = \"mask-rcnn\"", with: "name = \"cascade-mask-rcnn-r101-fpn\"")
    let error = #expect(throws: RecipeError.self) { try Recipe(text: text, source: "a.toml") }
    guard case .earlierVersion(_, let input, let detector)? = error else { return }
    #expect(input == [])
    #expect(detector.prefix(2) == ["family = \"cascade-mask-rcnn\"", "backbone = \"resnet-101\""])
  }
}
