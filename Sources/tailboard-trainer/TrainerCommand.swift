import ArgumentParser
import Commands
import LegibleText
import Recipes
import RunStore

/// Training and its dashboard in one process; `tailboard` becomes it where training is asked for.
@main struct TrainerCommand: ParsableCommand {
  static func main() {
    Trainer.keepFilesPrivate()
    runToTheEnd()
  }

  static let configuration = CommandConfiguration(
    commandName: "tailboard",
    subcommands: [
      Demo.self, Train.self, Compare.self, Evaluate.self, Predict.self, Export.self, Bench.self,
    ])
}

struct Demo: ParsableCommand {
  @OptionGroup var options: DemoOptions

  func run() throws {
    let recipe = try options.loadRecipe()
    try RankedTraining.orAlone(recipe, options.run) { try TrainingProcess.train(recipe, options.run) }
  }
}

struct Train: ParsableCommand {
  @OptionGroup var options: TrainOptions

  func run() throws {
    if let recipe = try options.loadRecipe() {
      try RankedTraining.orAlone(recipe, options.run) { try TrainingProcess.train(recipe, options.run) }
    } else if let folder = options.resume {
      let origin: TrainingProcess.Origin = options.fromScratch ? .firstStep : .lastCheckpoint
      try RankedTraining.orAlone(resuming: folder, origin, options.run) {
        try TrainingProcess.resume(folder, origin, options.run)
      }
    }
  }
}

struct Compare: ParsableCommand {
  @OptionGroup var options: CompareOptions

  func run() throws {
    let plan = try options.plan()
    try ComparisonProcess(plan, options).run { Output.text(try options.table(of: plan)) }
  }
}

struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(subcommands: [
    BenchTrain.self, BenchScaling.self, BenchLosses.self,
  ])
}
