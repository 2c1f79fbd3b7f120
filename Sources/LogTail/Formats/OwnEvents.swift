import EventLines

/// tailboard's own events.jsonl: the scalars of its `metrics` and `evaluated` events.
struct OwnEvents: RecordDialect {
  static let separator = "."
  private var lastStep = 0

  static func scalarName(_ name: String) -> ScalarName {
    for member in [EventName.values, EventName.summary] where name.hasPrefix(member + separator) {
      return ScalarName(String(name.dropFirst(member.count + separator.count)))
    }
    return ScalarName(name)
  }

  func role(of name: String) -> MemberRole {
    switch name {
    case EventName.step: .step
    case EventName.epoch: .epoch
    case EventName.time: .clock
    case EventName.kind: .mode
    default: .scalar
    }
  }

  mutating func place(_ marks: RecordMarks) -> RecordPlace? {
    guard let phase = marks.phase else { return nil }
    lastStep = marks.step ?? lastStep
    return RecordPlace(step: lastStep, phase: phase)
  }
}

extension LogFormat {
  /// tailboard's own runs: `events.jsonl`.
  public static let tailboard = LogFormat(
    "tailboard", standing: .own, place: RunPlace.folder,
    recognises: { head in
      head.keys.isSuperset(of: [EventName.time, EventName.kind])
        && !head.keys.isDisjoint(with: [
          EventName.totalSteps, EventName.state, EventName.values, EventName.text, EventName.summary,
        ])
    },
    decoder: { _ in LineDecoder(JSONRows(OwnEvents())) })
}
