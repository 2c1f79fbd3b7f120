import Events

/// detectron2's metrics.json: one JSON object a line, keys sorted, appended to on resume (utils/events.py, JSONWriter).
///
/// Values are medians over the last 20 iterations already, all but lr.
struct Detectron: RecordDialect {
  static let separator = "/"
  static let ownNames: [String: MetricKey] = ["time": .stepTime, "data_time": .dataWait]
  private var lastStep = 0

  func role(of name: String) -> MemberRole { name == "iteration" ? .step : .scalar }

  mutating func place(_ marks: RecordMarks) -> RecordPlace? {
    lastStep = marks.step ?? lastStep
    return RecordPlace(step: lastStep, phase: .training)
  }
}

extension LogFormat {
  /// detectron2: `metrics.json`.
  public static let detectron2 = LogFormat(
    "detectron2", usualNames: ["metrics.json"], standing: .own,
    recognises: { head in
      head.keys.contains("iteration")
        && !head.keys.isDisjoint(with: [
          "time", "data_time", "eta_seconds", "lr", "total_loss", "bbox/AP", "segm/AP",
        ])
    },
    decoder: { _ in LineDecoder(JSONRows(Detectron())) })
}
