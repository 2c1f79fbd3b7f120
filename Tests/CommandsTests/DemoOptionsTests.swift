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

  @Test func overridesWin() throws {
    let recipe = try DemoOptions.parse(["--set", "schedule.length=200 steps"]).loadRecipe()
    #expect(recipe.schedule.length == .steps(200))
  }
}
