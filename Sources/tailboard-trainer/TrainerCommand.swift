import ArgumentParser
import Commands
import LegibleText
import Recipes
import RunStore

/// Training and its dashboard in one process; `tailboard` becomes it where training is asked for.
@main struct TrainerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tailboard", subcommands: [Demo.self, Train.self, Compare.self, Bench.self])

  static func main() { runToTheEnd() }
}

struct Demo: ParsableCommand {
  @OptionGroup var options: DemoOptions

  func run() throws {
    try TrainingProcess(starting: options.loadRecipe(), options.run).run()
  }
}

struct Train: ParsableCommand {
  @OptionGroup var options: TrainOptions

  func run() throws {
    if let recipe = try options.loadRecipe() {
      try TrainingProcess(starting: recipe, options.run).run()
    } else if let folder = options.resume {
      try TrainingProcess(resuming: folder, options.run).run()
    }
  }
}

struct Compare: ParsableCommand {
  @OptionGroup var options: CompareOptions

  func run() throws {
    let plan = try options.plan()
    try ComparisonProcess(plan, options).run()
    Output.text(try options.table(of: plan))
  }
}

struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(subcommands: [BenchTrain.self, BenchLosses.self])
}
