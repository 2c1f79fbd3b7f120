import ArgumentParser
import Commands

struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a detector by a recipe, on screen.",
    discussion: """
      Keys on the screen: P pause, C checkpoint, E evaluate, K stop, q leave the screen (training goes on), D leave the
      terminal too, ? all keys.

      Examples:
        tailboard train lvis-ecm-r50-1x --set data.train_images=/data/coco
        tailboard train my-recipe.toml --set optimizer.lr=0.01 --headless
        tailboard train --resume runs/my-run
        tailboard train my-recipe.toml --detach
        tailboard train my-recipe.toml --run runs/my-run --continue
        tailboard train my-recipe.toml --ranks 8
        torchrun --nproc-per-node 8 --max-restarts 3 --no-python -- tailboard-trainer train my-recipe.toml --run runs/my-run

      \(ExitStatus.table)
      """)

  @OptionGroup var options: TrainOptions

  func run() throws {
    // Checked here, in milliseconds, before libtorch is loaded.
    let recipe = try options.loadRecipe()
    try TrainingStart.run(options.run, named: recipe?.name ?? "", resuming: options.resume)
  }
}
