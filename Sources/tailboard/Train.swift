import ArgumentParser
import Commands

struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a detector by a recipe, on screen.",
    discussion: """
      Keys on the screen: P pause, C checkpoint, E evaluate, K stop, q leave the screen (training goes on), ? all keys.

      Examples:
        tailboard train lvis-ecm-r50-1x --set data.train.annotations=lvis_v1_train.json
        tailboard train my-recipe.toml --set optimizer.lr=0.01 --headless
        tailboard train --resume runs/my-run
      """)

  @OptionGroup var options: TrainOptions

  func run() throws { try Trainer.become() }
}
