import ArgumentParser
import Commands
import LegibleText
import Recipes

struct RecipeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recipe",
    abstract: "Print a recipe with every setting explained, checked.",
    discussion: """
      Examples:
        tailboard recipe lvis-ecm-r50-1x > my-recipe.toml
        tailboard recipe my-recipe.toml --set optimizer.lr=0.01
        tailboard recipe lvis-seesaw-r50-1x --sources
        tailboard recipe --list
        tailboard recipe --explain
      """)

  @Argument(help: "A built-in recipe's name, or a recipe file.")
  var recipe: String?

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("Override a setting: --set optimizer.lr=0.01. Repeatable.", valueName: "key=value"))
  var overrides: [String] = []

  @Flag(help: "List the built-in recipes.")
  var list = false

  @Flag(help: "Explain every key: type, limits, default, meaning.")
  var explain = false

  @Flag(help: "Say for every setting of the recipe which publication it follows, where it differs, and why.")
  var sources = false

  func validate() throws {
    guard [recipe != nil, list, explain].filter({ $0 }).count == 1 else {
      throw ValidationError("Expected a recipe, --list or --explain. Try: tailboard recipe --list")
    }
    guard recipe != nil || !sources else {
      throw ValidationError("--sources: expected a recipe. Try: tailboard recipe lvis-ecm-r50-1x --sources")
    }
  }

  func run() throws {
    if list {
      for name in Recipe.names { Output.line("\(name) - \(try Recipe(named: name).about)") }
    } else if explain {
      Output.text(Recipe.explanation)
    } else if let recipe {
      let recipe = try Recipe(nameOrPath: recipe).applying(overrides: overrides)
      Output.text(try sources ? recipe.originsText() : recipe.text)
    }
  }
}
