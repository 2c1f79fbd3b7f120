import ArgumentParser
import Commands

struct Predict: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Draw what a run, a checkpoint or another library's weights find in pictures.",
    discussion: """
      Each picture is drawn with the boxes, masks and names of what scores at least --threshold, as NAME.jpg; predictions.json \
      has every detection with its class, score, box and mask. A picture that cannot be read is named, and the others are done.

      Examples:
        tailboard predict runs/my-run street.jpg harbour.png --out found
        tailboard predict ecm_r50_1x.pth *.jpg --out found --recipe lvis-ecm-r50-1x
            --annotations lvis_v1_val.json --threshold 0.5
      """)

  @OptionGroup var options: PredictOptions

  func run() throws {
    // Checked here, in milliseconds, before libtorch is loaded.
    _ = try options.loadRecipe()
    try Trainer.become()
  }
}
