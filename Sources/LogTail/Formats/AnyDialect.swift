/// Records of nobody in particular: the step is the first of step, iteration, iter, global_step and epoch that the file
/// has; without any the records are counted.
struct AnyDialect: RecordDialect {
  static let separator = "."
  /// Names of steps, the best first.
  static let stepNames = ["step", "_step", "iteration", "iter", "global_step", "epoch"]
  static let epochRank = 5

  private var lastStep: Int?
  private var count = 0
  private var hasSteps = false

  func role(of name: String) -> MemberRole {
    if let rank = Self.stepNames.firstIndex(of: name) { return .stepCandidate(rank: rank) }
    switch name {
    case "timestamp", "_timestamp", "wall_time": return .time
    case "mode", "split", "phase": return .mode
    default: return .scalar
    }
  }

  mutating func place(_ marks: RecordMarks) -> RecordPlace? {
    defer { count += 1 }
    if let step = marks.step {
      lastStep = step
      hasSteps = true
    }
    let step = hasSteps ? lastStep ?? 0 : count
    return RecordPlace(step: step, phase: marks.phase ?? .training)
  }
}
