/// A way trainers write their logs.
public enum LogFormat: String, Sendable, CaseIterable {
  /// tailboard's own runs: `events.jsonl`.
  case tailboard
  /// mmdetection 2.x (mmcv): `<timestamp>.log.json`.
  case mmdetection
  /// mmengine, mmdetection 3.x: `vis_data/scalars.json`.
  case mmengine
  /// detectron2: `metrics.json`.
  case detectron2
  /// TensorBoard: `events.out.tfevents.*`.
  case tensorboard
  /// PyTorch Lightning's CSVLogger: `metrics.csv`.
  case lightning
  /// Ultralytics: `results.csv`.
  case ultralytics
  /// Hugging Face's Trainer: `trainer_state.json`.
  case huggingFace = "huggingface"
  /// Weights & Biases, offline: `run-*.wandb`.
  case wandb
  /// One JSON object a line, with a step.
  case jsonLines = "jsonl"
  /// A table with a header, separated by commas.
  case csv
  /// A table with a header, separated by tabs.
  case tsv
  /// Text with LVIS results in it.
  case text

  /// How a file of the format changes.
  public var growth: Growth {
    switch self {
    case .huggingFace: .replaced
    case .lightning: .rewrittenOnNewColumns
    default: .appended
    }
  }

  /// Whether reading may begin in the middle of a file, at the next line.
  public var hasLines: Bool {
    switch self {
    case .tensorboard, .wandb, .huggingFace: false
    default: true
    }
  }

  /// How a file changes while a run goes on.
  public enum Growth: Sendable {
    /// Only its end grows.
    case appended
    /// Its end grows; when a new column appears the whole file is written anew, with another first line.
    case rewrittenOnNewColumns
    /// It is written anew each time: read it from the start whenever it changed.
    case replaced
  }
}
