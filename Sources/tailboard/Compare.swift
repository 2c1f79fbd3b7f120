import ArgumentParser
import Commands
import LegibleText

struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train several losses side by side and print the table that papers print.",
    discussion: """
      Every loss is trained with every seed: equal steps, equal images in equal order.
      A run that the folder holds is gone on with or taken as it is, so the same
      command goes on after a stop. The table has box and mask AP of all, rare,
      common and frequent classes, beside what was published for LVIS v1.

      Examples:
        tailboard compare
        tailboard compare --losses softmax-ce,ecm --seeds 1,2,3
        tailboard compare --table --json
        tailboard compare --detach

      \(ExitStatus.table)
      """)

  @OptionGroup var options: CompareOptions

  func run() throws {
    // Checked here, in milliseconds, before libtorch is loaded.
    let plan = try options.plan()
    let isComplete = try plan.runs().allSatisfy { $0.progress == .finished }
    if options.table || isComplete { return Output.text(try options.table(of: plan)) }
    guard options.detach else { try Trainer.train(onScreen: !options.headless) }
    try TrainingStart.detach(into: plan.folder)
  }
}
