import ArgumentParser
import Commands
import RunStore

struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Evaluate a run, a checkpoint, or another library's weights.",
    discussion: """
      A run that trains is asked to evaluate after its present step. Without a trainer, or where more is asked for, its last \
      checkpoint is evaluated by its own recipe and gives what its own last evaluation gave. Weights of torchvision, \
      mmdetection (the ECM authors' too) and detectron2 are read by their names, from torch.save's files and from \
      safetensors; nothing in a file is executed, and what is missing in it is an error.

      Examples:
        tailboard evaluate runs/my-run --wait
        tailboard evaluate runs/my-run --results out.json
        tailboard evaluate ecm_r50_1x.pth --recipe lvis-ecm-r50-1x
            --annotations lvis_v1_val.json --images coco/
      """)

  @OptionGroup var options: EvaluateOptions

  func run() throws {
    // Checked here, in milliseconds, before libtorch is loaded.
    _ = try options.loadRecipe()
    if options.suitsATrainer, let folder = try liveRun {
      return try RequestOptions.ask(.evaluate, of: folder, wait: options.wait, json: options.json)
    }
    try Trainer.become()
  }

  /// The run that is named, or the newest, if it has a trainer.
  private var liveRun: RunFolder? {
    get throws {
      guard let path = options.weights else { return try RunChoice.folder(nil) }
      guard let folder = try? RunFolder(opening: path), let status = try? RunStatus(of: folder) else {
        return nil
      }
      return status.condition.isLive && status.holding.holder != nil ? folder : nil
    }
  }
}
