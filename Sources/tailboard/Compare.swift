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
      """)

  @OptionGroup var options: CompareOptions

  func run() throws {
    // Checked here, in milliseconds, before libtorch is loaded.
    let plan = try options.plan()
    let isComplete = try plan.runs().allSatisfy { $0.progress == .finished }
    guard options.table || isComplete else { try Trainer.become() }
    Output.text(try options.table(of: plan))
  }
}
