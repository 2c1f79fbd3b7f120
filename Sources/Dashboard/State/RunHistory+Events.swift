import Events

extension RunHistory {
  private static let evaluationCapacity = 512
  private static let alertCapacity = 64

  /// Takes in the next event.
  mutating func apply(_ event: RunEvent) {
    firstTime = firstTime ?? event.time
    lastTime = max(lastTime ?? event.time, event.time)
    switch event.body {
    case .started(let description): begin(description, at: event.time)
    case .planned(let totalSteps, let interval):
      description = description?.planned(totalSteps: totalSteps, evaluationInterval: interval)
    case .phase(let name): phases.begin(name, at: event.time)
    case .state(let state): enter(state, at: event.time)
    case .asked(let asked):
      ask(asked.request)
      note("\(asked.requester) asks: \(asked.request.rawValue)", at: event.time)
    case .answered(let request, _): asked.removeAll { $0 == request }
    case .held(let holding): hold(holding, at: event.time)
    case .metrics(let metrics): record(metrics, at: event.time)
    case .evaluating(let done, let total): evaluationProgress = EvaluationProgress(done: done, total: total)
    case .evaluated(let report): record(report, at: event.time)
    case .margins(let step, let attained): record(MarginSnapshot(step: step, attained: attained))
    case .checkpoint(let step, let path, let bytes):
      checkpoint = Checkpoint(step: step, time: event.time, path: path, bytes: bytes)
      note("saved step \(step) (\(bytes.byteCount))", at: event.time)
    case .logged(let logged): apply(logged, at: event.time)
    case .log(let level, let text):
      log.append(LogLine(time: event.time, level: level, source: .text, text: text))
    case .dropped(let count):
      note("\(count) events were dropped before they reached the screen", .warning, at: event.time)
    }
  }

  /// Keeps what was asked until it is answered.
  mutating func ask(_ request: ControlRequest) {
    if !asked.contains(request) { asked.append(request) }
  }

  private mutating func hold(_ new: RunHolding, at time: Double) {
    guard new != holding else { return }
    holding = new
    guard case .died(let trainer, _) = new, !hasEnded else { return }
    raise(.died(trainer, folder: description?.folder), at: time)
  }

  private mutating func begin(_ description: RunDescription, at time: Double) {
    self.description = description
    state = .starting
    phases = []
    pace = Pace()
    divergence = DivergenceWatch()
    evaluationProgress = nil
    if step > description.resumedAt || description.resumedAt > 0 { rewind(to: description.resumedAt) }
    guard description.resumedAt > 0 else { return note("started \(description.recipe)", at: time) }
    note("resumed at step \(description.resumedAt)", at: time)
  }

  /// Leaves as ghosts what the resumed run will do again, and marks where it took over.
  private mutating func rewind(to step: Int) {
    for key in series.keys { series[key]?.rewind(to: step) }
    ghostEvaluations = (ghostEvaluations + evaluations.filter { $0.report.step > step }).suffix(
      Self.evaluationCapacity)
    evaluations.removeAll { $0.report.step > step }
    margins.removeAll { $0.step > step }
    seams = seams.filter { $0 < step } + [step]
    self.step = step
  }

  private mutating func enter(_ new: RunState, at time: Double) {
    guard new != state else { return }
    if state == .evaluating, let start = evaluationStart { evaluationSeconds = max(time - start, 0) }
    if new == .evaluating { evaluationStart = time }
    if new != .running { pace.interrupt() }
    if new != .evaluating { evaluationProgress = nil }
    if new != .starting { phases.endLast(at: time) }
    if [.finished, .stopped, .failed].contains(new) { asked = [] }
    let old = state
    state = new
    switch new {
    case .paused: note("paused at step \(step)", at: time)
    case .running where old == .paused: note("resumed", at: time)
    case .finished: note("finished \(step) steps", at: time)
    case .stopped: note("stopped at step \(step)", at: time)
    case .failed: raise(.failed, at: time)
    default: break
    }
  }

  private mutating func record(_ metrics: StepMetrics, at time: Double) {
    phases.endLast(at: time)
    if state == .starting { state = .running }
    if isOfTraining(metrics) { step = metrics.step }
    if metrics.epoch.isFinite { epoch = metrics.epoch }
    pace.record(metrics, at: time)
    for (key, value) in metrics.values {
      series[key, default: MetricSeries()].append(step: metrics.step, time: time, value: value)
    }
    self.metrics.define(series.keys)
    watch(metrics, at: time)
  }

  /// Whether a record stands for a step: another trainer may count epochs in those of its validation.
  private func isOfTraining(_ metrics: StepMetrics) -> Bool {
    source == nil || metrics.step > step || leadingKey.map { metrics.values[$0] != nil } ?? true
  }

  private mutating func watch(_ metrics: StepMetrics, at time: Double) {
    if let key = metrics.values.filter({ !$0.value.isFinite }).keys.min(), !hasNotFiniteAlert {
      raise(.notFinite(key, step: metrics.step, lastCheckpoint: checkpoint?.step), at: time)
    }
    if let loss = metrics.values[.loss], let factor = divergence.record(loss) {
      raise(.diverging(step: metrics.step, factor: factor, lastCheckpoint: checkpoint?.step), at: time)
    }
  }

  private var hasNotFiniteAlert: Bool {
    alerts.contains { if case .notFinite = $0.kind { true } else { false } }
  }

  private mutating func record(_ report: EvaluationReport, at time: Double) {
    evaluationProgress = nil
    defer { note("evaluated \(place(of: report)): \(report.phrase)", at: time) }
    guard isOfMainSet(report) else { return }
    if let previous = evaluations.last?.report { compare(report, with: previous, at: time) }
    evaluations.removeAll { $0.report.step > report.step || source != nil && $0.report.step == report.step }
    if evaluations.count == Self.evaluationCapacity { evaluations.removeFirst() }
    evaluations.append(Evaluation(time: time, report: report))
  }

  private func place(of report: EvaluationReport) -> String {
    "\(stepAxis.unit.rawValue) \(stepAxis.text(of: report.step))\(report.set.map { " on \($0)" } ?? "")"
  }

  /// Whether an evaluation is on the set of images that was evaluated first. Where there are several, the others' results are
  /// metrics by their sets' names: one AP is never drawn with another's.
  func isOfMainSet(_ report: EvaluationReport) -> Bool {
    let first = (evaluations.first ?? ghostEvaluations.first)?.report
    return report.set == nil || first?.set == nil || report.set == first?.set
  }

  private mutating func compare(_ report: EvaluationReport, with previous: EvaluationReport, at time: Double)
  {
    let task = report.task
    guard let all = report.change(of: .averagePrecision(task), since: previous),
      let rare = report.change(of: .averagePrecision(task, bin: .rare), since: previous),
      all > 0.5, rare < -1
    else { return }
    raise(.rareFalling(step: report.step, rare: rare, all: all), at: time)
  }

  /// A class that was not measured anew keeps its last margin.
  private mutating func record(_ snapshot: MarginSnapshot) {
    let known = margins.last?.attained ?? [:]
    let snapshot = MarginSnapshot(step: snapshot.step, attained: known.merging(snapshot.attained) { $1 })
    if margins.count == Self.evaluationCapacity { margins.removeFirst() }
    margins.append(snapshot)
  }

  mutating func raise(_ kind: Alert.Kind, at time: Double) {
    let alert = Alert(kind: kind, time: time)
    if alerts.count == Self.alertCapacity { alerts.removeFirst() }
    alerts.append(alert)
    note(alert.text, alert.level, at: time)
  }

  mutating func note(_ text: String, _ level: LogLevel = .info, at time: Double) {
    log.append(LogLine(time: time, level: level, source: .event, text: text))
  }
}

extension EvaluationReport {
  /// What AP is spoken of where there is room for one: masks where they were evaluated.
  var task: EvaluationTask { summary[.averagePrecision(.mask)] == nil ? .box : .mask }

  /// How much a result changed, in points.
  func change(of key: MetricKey, since earlier: EvaluationReport) -> Double? {
    guard let new = summary[key], let old = earlier.summary[key] else { return nil }
    return new - old
  }

  /// "AP 21.4, r 11.2, c 20.8, f 26.9 (mask)".
  var phrase: String { "\(phrase(of: task)) (\(task.name))" }

  /// "AP 21.4, r 11.2, c 20.8, f 26.9".
  func phrase(of task: EvaluationTask) -> String {
    let bins = FrequencyBin.allCases.compactMap { bin in
      summary[.averagePrecision(task, bin: bin)].map { "\(bin.letter) \($0.fixed(1))" }
    }
    let all = summary[.averagePrecision(task)].map { "AP \($0.fixed(1))" } ?? "no AP"
    return ([all] + bins).joined(separator: ", ")
  }
}

extension EvaluationTask {
  /// The task's English name.
  var name: String {
    switch self {
    case .box: "box"
    case .mask: "mask"
    }
  }

  /// The other task.
  var other: EvaluationTask { self == .box ? .mask : .box }
}
