import Events

/// mmengine's scalars.json, of mmdetection 3.x: one JSON object a line (visualization/vis_backend.py, LocalVisBackend).
///
/// `step` is the iteration in training records and the epoch in those of validation, which have neither loss nor iter:
/// these are placed at the training record before them.
struct MMEngine: RecordDialect {
  static let separator = "."
  static let ownNames: [String: MetricKey] = ["time": .stepTime, "data_time": .dataWait]
  private var lastTrainingStep: Int?

  func role(of name: String) -> MemberRole {
    switch name {
    case "step": .step
    case "epoch": .epoch
    case "iter", "loss": .trainingSign
    default: .scalar
    }
  }

  mutating func place(_ marks: RecordMarks) -> RecordPlace? {
    guard marks.hasTrainingSign else {
      let step = lastTrainingStep ?? marks.step ?? 0
      return RecordPlace(step: step, writtenStep: marks.step, phase: .validation)
    }
    let step = marks.step ?? lastTrainingStep ?? 0
    lastTrainingStep = step
    return RecordPlace(step: step, phase: .training)
  }
}

extension LogFormat {
  /// mmengine, mmdetection 3.x: `vis_data/scalars.json`.
  public static let mmengine = LogFormat(
    "mmengine", usualNames: ["scalars.json"], standing: .own, place: RunPlace.mmengineFolder,
    recognises: { head in
      head.keys.contains("step")
        && (head.name == "scalars.json" || head.keys.contains("iter")
          || head.keys.contains { $0 == "data_time" || $0.hasPrefix("coco/") || $0.hasPrefix("lvis/") })
    },
    decoder: { _ in LineDecoder(JSONRows(MMEngine())) })
}
