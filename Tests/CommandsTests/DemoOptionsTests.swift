import Commands
import Recipes
import Testing

@Suite struct DemoOptionsTests {
  @Test func optionsBecomeSettingsOfTheDemosRecipe() throws {
    let recipe = try DemoOptions.parse(["--loss", "softmax-ce", "--minutes", "3", "--seed", "7"]).loadRecipe()
    #expect(recipe.loss == .softmaxCrossEntropy)
    #expect(recipe.schedule.length == .seconds(180))
    #expect(recipe.run.seed == 7)
  }

  @Test func aUsersClassifierWinsOverTheAuthors() throws {
    let recipe = try DemoOptions.parse(["--loss", "softmax-ce"]).loadRecipe()
    #expect(recipe.detector.box.classifier == .linear)
    let own = try DemoOptions.parse([
      "--loss", "softmax-ce", "--set", "detector.classifier=normalised", "--set",
      "detector.classifier_temperature=16",
    ]).loadRecipe()
    #expect(own.detector.box.classifier == .normalised(temperature: 16))
  }

  @Test func overridesWin() throws {
    let recipe = try DemoOptions.parse(["--set", "schedule.length=200 steps"]).loadRecipe()
    #expect(recipe.schedule.length == .steps(200))
  }
}
