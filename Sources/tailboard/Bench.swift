import ArgumentParser
import Commands

struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure how fast this machine does the work of tailboard.",
    discussion: """
      Examples:
        tailboard bench eval
        tailboard bench train --detector mask-rcnn-r50-fpn --classes 1203 --size 480x640 --batch 2 --steps 8 --json
      """,
    subcommands: [BenchTrain.self, BenchEval.self])
}

struct BenchTrain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Time training steps of a detector on random images.")

  @OptionGroup var options: BenchTrainOptions

  func run() throws { try Trainer.become() }
}
