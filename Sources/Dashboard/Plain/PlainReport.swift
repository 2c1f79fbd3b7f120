import Events

/// A run as lines of text, for pipes, files and terminals without the screen.
public struct PlainReport: Sendable {
  /// Seconds between two lines about steps, so that a day's log stays readable.
  private static let interval = 10.0

  private var lastStepTimes: [RunID: Double] = [:]
  private var announced: Set<RunID> = []
  /// The length said last.
  private var plannedSteps: Int?

  /// A report that has said nothing yet.
  public init() {}

  /// What there is to say about an event, once the state has taken it in.
  public mutating func lines(for event: RunEvent, in state: DashboardState) -> [String] {
    if event.run == .none, case .log(let level, let text) = event.body {
      return ["\(state.clock.seconds(event.time))  \(level.rawValue): \(text)"]
    }
    guard let run = state.run(event.run) else { return [] }
    let name = run.source == nil ? "" : "\(run.name)  "
    return text(of: event, in: run).map { "\(state.clock.seconds(event.time))  \(name)\($0)" }
  }

  private mutating func text(of event: RunEvent, in run: RunHistory) -> [String] {
    switch event.body {
    case .started(let description): return [Self.introduction(of: description)]
    case .planned(let totalSteps, _): return plan(of: totalSteps)
    case .phase(let name): return [name]
    case .metrics(let metrics):
      return isDue(metrics.step, at: event.time, in: run) ? [run.stepLine(metrics)] : []
    case .evaluated(let report):
      let seconds = report.seconds.isFinite ? "  in \(report.seconds.duration)" : ""
      let step = "\(run.stepAxis.unit.rawValue) \(run.stepAxis.text(of: report.step))"
      return ["evaluated \(step)  \(report.bothPhrases)\(seconds)"]
    case .checkpoint(let step, let path, let bytes):
      return ["saved step \(step)  \(path)  \(bytes.byteCount)"]
    case .log(let level, let line):
      return level == .debug ? [] : [level == .info ? line : "\(level.rawValue): \(line)"]
    case .dropped(let count): return ["warning: \(count) events were dropped before they reached the screen"]
    case .state(let new): return Self.phrase(of: new, in: run)
    case .asked(let asked): return ["\(asked.requester) asks: \(asked.request.rawValue)"]
    case .held(.died(let trainer, _)) where !run.hasEnded:
      return [Alert(kind: .died(trainer, folder: run.description?.folder), time: event.time).text]
    case .logged(.found) where !announced.insert(run.id).inserted: return []
    case .logged(let event): return Self.phrase(of: event, in: run)
    case .evaluating, .margins, .answered, .held: return []
    }
  }

  /// A run whose length is a time estimates it anew every second: only what changes much is worth a line.
  private mutating func plan(of steps: Int) -> [String] {
    if let said = plannedSteps, abs(steps - said) * 20 <= said { return [] }
    plannedSteps = steps
    return ["planned \(steps) steps"]
  }

  private static func phrase(of event: LogEvent, in run: RunHistory) -> [String] {
    switch event {
    case .found(let found): return ["found \(found.path) (\(found.format))"]
    case .history(let history):
      guard history.extent == .whole else { return [] }
      var parts = ["read to \(run.stepAxis.unit.rawValue) \(run.stepAxis.text(of: run.step))"]
      if let loss = run.leadingKey, let value = run.leadingLine?.last?.value {
        parts.append("\(loss) \(value.compact)")
      }
      if let report = run.evaluations.last?.report { parts.append(report.bothPhrases) }
      return [parts.joined(separator: "  ")]
    case .restarted(let end, let start):
      let axis = run.stepAxis
      return ["warning: restarted: \(axis.unit.rawValue) \(axis.text(of: end)), then \(axis.text(of: start))"]
    case .unreadable(let count, let last):
      return ["warning: \(count) records could not be read, last: \(last)"]
    case .vanished: return ["warning: its files are gone"]
    case .indexing: return []
    }
  }

  /// The first step, the last one, and one whenever the interval has passed.
  private mutating func isDue(_ step: Int, at time: Double, in run: RunHistory) -> Bool {
    let isLast = step == run.description?.totalSteps
    if let last = lastStepTimes[run.id], time - last < Self.interval, !isLast { return false }
    lastStepTimes[run.id] = time
    return true
  }

  private static func introduction(of run: RunDescription) -> String {
    let begin = run.resumedAt > 0 ? "resumed \(run.recipe) at step \(run.resumedAt)" : "started \(run.recipe)"
    return "\(begin): \(run.detector), \(run.loss), \(run.classes.count) classes, "
      + "\(run.totalSteps) steps of \(run.batchSize) images, \(run.device), seed \(run.seed), in \(run.folder)"
  }

  private static func phrase(of state: RunState, in run: RunHistory) -> [String] {
    switch state {
    case .starting, .running, .evaluating, .checkpointing: []
    case .pausing: ["pausing: finishing the step"]
    case .paused: ["paused at step \(run.step)"]
    case .stopping: ["stopping: finishing the step, then saving"]
    case .finished: ["finished \(run.step) steps"]
    case .stopped: ["stopped at step \(run.step)"]
    case .failed: ["failed at step \(run.step)"]
    }
  }
}

extension RunHistory {
  /// "step  120/1800  loss 1.230  lr 0.0200  0.28 s/it  eta 7m50s".
  fileprivate func stepLine(_ metrics: StepMetrics) -> String {
    var parts = ["\(stepAxis.unit.rawValue) " + progress(to: metrics.step)]
    for (name, key) in [("loss", MetricKey.loss), ("lr", .learningRate)] {
      if let value = metrics.values[key] { parts.append("\(name) \(value.compact)") }
    }
    if let pace = pace.secondsPerStep { parts.append("\(pace.fixed(2)) s/it") }
    if let left = secondsLeft, left > 0 { parts.append("eta \(left.estimate)") }
    return parts.joined(separator: "  ")
  }
}

extension RunHistory {
  /// "  120/1800", or the step alone where nobody knows how many there will be.
  private func progress(to step: Int) -> String {
    guard let total = description.map({ "\($0.totalSteps)" }) else { return stepAxis.text(of: step) }
    return "\(step)".padded(to: total.count, alignment: .trailing) + "/\(total)"
  }
}

extension EvaluationReport {
  /// Boxes and masks: "box AP 16.1, r 11.8, c 21.1, f 29.2  mask AP 15.1, …".
  fileprivate var bothPhrases: String {
    EvaluationTask.allCases.filter { summary[.averagePrecision($0)] != nil }
      .map { "\($0.name) \(phrase(of: $0))" }.joined(separator: "  ")
  }
}

extension DashboardState {
  /// What is said when the screen closes and the run goes on.
  public var farewell: [String] {
    let folder = run?.description?.folder ?? "RUN"
    switch role {
    case .viewer: return []
    case .trainer:
      return [
        "the screen is closed; training goes on",
        "Ctrl-C finishes the step, saves and ends",
        "tailboard show \(folder) shows the run again, in any terminal",
      ]
    }
  }

  /// What is left to say when the run is over and the screen gone.
  public var epilogue: [String] {
    guard role == .trainer, let run, run.hasEnded else { return [] }
    let end = run.state == .failed ? "failed" : run.state == .stopped ? "stopped" : "finished"
    var lines = ["\(run.name) \(end) at step \(run.step) of \(run.description?.totalSteps ?? run.step)"]
    if let report = run.evaluations.last?.report {
      lines.append("step \(report.step): \(report.bothPhrases)")
    }
    if run.state == .failed,
      let error = run.log.lines.last(where: { $0.level == .error && $0.source == .text })
    {
      lines.append(error.text)
    }
    if run.state == .stopped, let folder = run.description?.folder {
      lines.append("tailboard train --resume \(folder) goes on from there")
    }
    return lines
  }
}
