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
        tailboard bench scaling
        tailboard bench train --batch 4 --micro-batch 2 --ranks 1,2
        tailboard bench train --backbone resnet-50 --conventions torchvision --classes 1203 --size 480x640 --batch 2 --steps 8 --json
      """,
    subcommands: [
      BenchTrain.self, BenchScaling.self, BenchLosses.self, BenchEval.self, BenchLogs.self, BenchScreen.self,
    ])
}

struct BenchTrain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Time training steps of a detector on random images.")

  @OptionGroup var options: BenchTrainOptions

  func run() throws { try Trainer.become() }
}

struct BenchScaling: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scaling",
    abstract: "Reckon the speed of many GPUs from this machine's measured step.",
    discussion: """
      One device is measured as bench train does; the rest is arithmetic: gradients go round a ring of GPUs, and what \
      the backward pass does not hide of that is added to a step. For comparison: MLPerf Training v3.0, Mask R-CNN, 8 H100 \
      1,436 images/s, 64 H100 about 8,270.

      Example:
        tailboard bench scaling --size 800x1333 --batch 2 --precision bf16 --device cuda --gpus 8,64 --network 400
      """)

  @OptionGroup var options: BenchScalingOptions

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
