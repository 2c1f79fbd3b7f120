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
