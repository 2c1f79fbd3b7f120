import ArgumentParser
import Commands

struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure how fast this machine does the work of tailboard.",
    discussion: """
      Examples:
        tailboard bench eval
        tailboard bench losses --json
        tailboard bench logs
        tailboard bench screen
        tailboard bench train --backbone resnet-50 --conventions torchvision --classes 1203 --size 480x640 --batch 2 --steps 8 --json
      """,
    subcommands: [BenchTrain.self, BenchLosses.self, BenchEval.self, BenchLogs.self, BenchScreen.self])
}

struct BenchTrain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Time training steps of a detector on random images.")

  @OptionGroup var options: BenchTrainOptions

  func run() throws { try Trainer.become() }
}

struct BenchLosses: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "losses",
    abstract: "Time ECM and the sigmoid losses, beside the same written with PyTorch's operators.",
    discussion: """
      Forward and backward on random logits, ours and Python's in turn, from the repository's folder: the script lies in
      the tests. Without it, or without a Python with torch, ours alone.
      """)

  @OptionGroup var options: BenchLossesOptions

  func run() throws { try Trainer.become() }
}
