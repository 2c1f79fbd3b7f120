import ArgumentParser
import Commands

struct Demo: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a small detector on generated long-tail scenes, on screen.",
    discussion: """
      Draws its own images once (in the cache folder), then trains a slim Mask R-CNN on them for some minutes.

      Examples:
        tailboard demo
        tailboard demo --loss softmax-ce --minutes 10 --seed 1
        tailboard demo --detach
        tailboard demo --headless --set schedule.length="200 steps"

      \(ExitStatus.table)
      """)

  @OptionGroup var options: DemoOptions

  func run() throws {
    // Checked here, in milliseconds, before libtorch is loaded.
    let recipe = try options.loadRecipe()
    try TrainingStart.run(options.run, named: recipe.name, resuming: nil)
  }
}
