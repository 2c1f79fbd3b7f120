import Events

extension RunHistory {
  private static let evaluationCapacity = 512

  /// How much of the log files has been read.
  struct Reading: Sendable, Equatable {
    let done: Int
    let total: Int

    var percent: String { (Double(done) / Double(max(total, 1)) * 100).rounded(.down).fixed(0) + "%" }
  }

  /// Records of log files that could not be read.
  struct Unreadable: Sendable, Equatable {
    let count: Int
    let last: String
  }

  /// Takes in what the log files of a foreign run say.
  mutating func apply(_ event: LogEvent, at time: Double) {
    switch event {
    case .found(let found):
      if source == nil { note("found \(found.path) (\(found.format))", at: time) }
      if hasVanished { note("its files are back", at: time) }
      source = found
      hasVanished = false
      if state == .starting { state = .running }
    case .history(let history): take(history, at: time)
    case .indexing(let done, let total): reading = done < total ? Reading(done: done, total: total) : nil
    case .restarted(let end, let start): goBack(from: end, to: start, at: time)
    case .unreadable(let count, let last):
      if unreadable == nil { note("a record could not be read: \(last)", .warning, at: time) }
      unreadable = Unreadable(count: count, last: last)
    case .vanished:
      hasVanished = true
      note("its files are gone; what was read of them stays", .warning, at: time)
    }
  }

  private mutating func take(_ history: LogHistory, at time: Double) {
    series = history.series
    metrics.define(series.keys)
    evaluations = []
    ghostEvaluations = []
    for next in history.evaluations where isOfMainSet(next.report) { take(next) }
    evaluations = evaluations.suffix(Self.evaluationCapacity)
    if history.epoch.isFinite { epoch = history.epoch }
    step = leadingLine?.last?.step ?? evaluations.last?.report.step ?? 0
    pace = Pace(secondsPerStep: measuredPace)
    alerts.removeAll()
    guard history.extent == .whole else { return }
    if let (key, step) = firstNotFinite { raise(.notFinite(key, step: step, lastCheckpoint: nil), at: time) }
  }

  /// Takes in an evaluation; those that a resumed run took again stay as ghosts.
  private mutating func take(_ next: LogHistory.Evaluation) {
    let evaluation = Evaluation(time: next.time, report: next.report)
    if next.isAbandoned { return abandon([evaluation]) }
    abandon(evaluations.filter { $0.report.step > next.report.step })
    evaluations.removeAll { $0.report.step >= next.report.step }
    evaluations.append(evaluation)
  }

  private mutating func abandon(_ those: [Evaluation]) {
    ghostEvaluations = (ghostEvaluations + those).suffix(Self.evaluationCapacity)
  }

  /// Leaves as ghosts the evaluations of the branch that was given up; its points become ghosts as new ones come.
  private mutating func goBack(from end: Int, to start: Int, at time: Double) {
    abandon(evaluations.filter { $0.report.step >= start })
    evaluations.removeAll { $0.report.step >= start }
    seams = seams.filter { $0 < start } + [start]
    let unit = stepAxis.unit.rawValue
    note("restarted: \(unit) \(stepAxis.text(of: end)), then \(stepAxis.text(of: start))", .warning, at: time)
  }

  /// Seconds a step took lately, as the trainer says, or as the times of its records do.
  private var measuredPace: Double? {
    if let line = series[.stepTime]?.main, !line.isEmpty {
      return line.summary(of: max(line.count - 20, 0)..<line.count).mean
    }
    guard let line = leadingLine, let last = line.last, line.count > 1 else { return nil }
    let first = line[max(line.count - 50, 0)]
    let seconds = (last.time - first.time) / Double(max(last.step - first.step, 1))
    return seconds.isFinite && seconds > 0 ? seconds : nil
  }

  /// The metric that was the first to be NaN or infinite, and at which step; an AP without truths is no alarm.
  private var firstNotFinite: (MetricKey, Int)? {
    let watched = series.keys.filter { metrics[$0].family != .precision }
    let found = watched.compactMap { key -> (MetricKey, Int)? in
      guard let line = series[key]?.main, line.summary(of: 0..<line.count).nonFiniteCount > 0 else {
        return nil
      }
      var (low, high) = (0, line.count - 1)
      while low < high {
        let middle = (low + high) / 2
        if line.summary(of: low..<middle + 1).nonFiniteCount > 0 { high = middle } else { low = middle + 1 }
      }
      return (key, line.step(at: low))
    }
    return found.min { ($0.1, $0.0) < ($1.1, $1.0) }
  }
}

// MARK: - What follows from it

extension RunHistory {
  var leadingLine: MetricLine? { leadingKey.flatMap { series[$0]?.main } }

  /// When its first step was, or when it was first heard of.
  var startTime: Double? {
    guard source != nil else { return firstTime }
    return leadingLine?.first.flatMap { $0.time.isFinite ? $0.time : nil } ?? firstTime
  }

  /// The name its trainer gives a metric, where it is another.
  func originalName(of key: MetricKey) -> String? {
    source?.originalNames[key].flatMap { $0 == key.name ? nil : $0 }
  }

  /// What the run is known to be doing.
  func condition(at now: Double) -> RunCondition {
    if hasVanished { return .vanished }
    if let ending = unsaidEnding { return ending }
    guard source != nil, !hasEnded else { return .stated(state) }
    return silentSince(at: now).map(RunCondition.quiet) ?? .live
  }
}

extension RunHistory {
  /// What became of a trainer that said nothing more, as far as its run folder tells.
  private var unsaidEnding: RunCondition? {
    guard !hasEnded else { return nil }
    switch holding {
    case .suspended: return .suspended
    case .died(_, let lastSign): return .died(since: max(lastSign, lastTime ?? 0))
    case .free: return .died(since: lastTime ?? 0)
    case .live, nil: return nil
    }
  }

  /// Whether a trainer takes requests: in this process, or by its folder.
  var takesRequests: Bool { !hasEnded && (holding == nil || holding?.holder != nil) }
}

/// What a run is known to be doing: what its trainer said last, or what its files let see.
enum RunCondition: Sendable, Equatable {
  case stated(RunState)
  /// Its files grow.
  case live
  /// Its files have not grown since; whether it is over they do not say.
  case quiet(since: Double)
  /// A signal has stopped its trainer until SIGCONT.
  case suspended
  /// Its trainer ended without saying so, some time after it was last seen.
  case died(since: Double)
  /// Its files are gone.
  case vanished
}
