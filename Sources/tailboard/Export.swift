import ArgumentParser
import Commands

struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a run's weights by the names of torchvision, mmdetection or detectron2.",
    discussion: """
      The file is a state dict with that library's names and order of classes; read back (detector.weights, tailboard evaluate \
      --recipe) it gives the same weights to the bit. What the library must be told besides is printed.

      Examples:
        tailboard export runs/my-run --to mmdetection
        tailboard export step-1800-….pt --to detectron2 --format safetensors --out my.safetensors
      """)

  @OptionGroup var options: ExportOptions

  func run() throws { try Trainer.become() }
}
