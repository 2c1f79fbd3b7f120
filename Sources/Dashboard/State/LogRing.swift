import Events

/// One line of the Log pane: what the run's text log said, or what happened.
struct LogLine: Sendable, Equatable {
  enum Source: Sendable { case text, event }

  let time: Double
  let level: LogLevel
  let source: Source
  let text: String

  /// Whether the events strip shows it too.
  var isNotable: Bool { source == .event || level >= .warning }
}

/// The latest log lines; older ones go and are counted.
struct LogRing: Sendable, Equatable {
  static let capacity = 4096

  private(set) var lines: [LogLine] = []
  private(set) var droppedCount = 0

  mutating func append(_ line: LogLine) {
    if lines.count == Self.capacity {
      lines.removeFirst(Self.capacity / 4)
      droppedCount += Self.capacity / 4
    }
    lines.append(line)
  }

  /// The last lines worth a glance, oldest first.
  func notable(last count: Int) -> [LogLine] {
    lines.reversed().lazy.filter(\.isNotable).prefix(max(count, 0)).reversed()
  }
}
