import Events

/// Records of nobody in particular: the step is the best of what could be one (see `StepName`); without any the records
/// are counted.
struct AnyDialect: RecordDialect {
  static let separator = "."
  /// Fractions of a step that are told apart, where a file has them.
  static let fractions = 1000

  private(set) var axis = StepAxis(unit: .record)
  private var lastStep: Int?
  private var count = 0

  func role(of name: String) -> MemberRole {
    if let rank = StepName.rank(of: name) { return .stepCandidate(rank: rank) }
    switch name.lowercased() {
    case "timestamp", "_timestamp", "wall_time", "wall time": return .time
    case "mode", "split", "phase": return .mode
    default: return .scalar
    }
  }

  mutating func choose(step name: String?) {
    axis.unit = name.map { StepName.rank(of: $0) == StepName.epochRank ? .epoch : .step } ?? .record
  }

  mutating func place(_ marks: RecordMarks) -> RecordPlace? {
    defer { count += 1 }
    let phase = marks.phase ?? .training
    guard let cut = marks.step else { return RecordPlace(step: lastStep ?? count, phase: phase) }
    let fraction = marks.exactStep - marks.exactStep.rounded(.down)
    let whole = fraction > 0 && marks.exactStep < 0 ? cut &- 1 : cut
    if lastStep == nil, fraction > 0 { axis.scale = Self.fractions }
    let step = axis.scale == 1 ? whole : Int(saturating: (marks.exactStep * Double(axis.scale)).rounded())
    lastStep = step
    return RecordPlace(
      step: step, writtenStep: whole, stepFraction: fraction.isFinite ? fraction : 0, phase: phase)
  }
}

extension LogFormat {
  /// One JSON object a line.
  public static let jsonLines = LogFormat(
    "jsonl", usualNames: [], namesWhenEmpty: ["*.jsonl"],
    recognises: { head in
      head.keys.contains { StepName.rank(of: $0) != nil } || TrainingWords.areMetrics(head.keys)
    },
    decoder: { _ in LineDecoder(JSONRows(AnyDialect())) })
}
