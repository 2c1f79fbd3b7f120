/// tailboard's own events.jsonl: the scalars of its `metrics` and `evaluated` events.
struct OwnEvents: RecordDialect {
  static let separator = "."
  private var lastStep = 0

  static func scalarName(_ name: String) -> ScalarName {
    for member in ["values.", "summary."] where name.hasPrefix(member) {
      return ScalarName(String(name.dropFirst(member.count)))
    }
    return ScalarName(name)
  }

  func role(of name: String) -> MemberRole {
    switch name {
    case "step": .step
    case "epoch": .epoch
    case "time": .clock
    case "event": .mode
    default: .scalar
    }
  }

  mutating func place(_ marks: RecordMarks) -> RecordPlace? {
    guard let phase = marks.phase else { return nil }
    lastStep = marks.step ?? lastStep
    return RecordPlace(step: lastStep, phase: phase)
  }
}
