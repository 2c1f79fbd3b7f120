/// The history of Weights & Biases: `_step` is in every record, objects inside are flattened with dots as its own tools do.
struct WeightsAndBiases: RecordDialect {
  static let separator = "."
  private var lastStep = 0

  func role(of name: String) -> MemberRole {
    switch name {
    case "_step": .step
    case "_timestamp": .time
    case "epoch": .epoch
    default: .scalar
    }
  }

  mutating func place(_ marks: RecordMarks) -> RecordPlace? {
    lastStep = marks.step ?? lastStep
    return RecordPlace(step: lastStep, phase: .training)
  }
}

extension LogFormat {
  /// Weights & Biases, offline: `run-*.wandb`.
  public static let wandb = LogFormat(
    "wandb", entry: .block(byteCount: ChunkBlocks.size), usualNames: ["*.wandb"],
    recognises: { $0.bytes.starts(with: Array(":W&B".utf8)) }, decoder: { _ in HistoryRecords() })
}
