import Events

/// What is known of one run, gathered from its events.
struct RunHistory: Sendable, Equatable {
  let id: RunID
  var description: RunDescription?
  /// Where a run of another trainer is read from.
  var source: LogDescription?
  var reading: Reading?
  var unreadable: Unreadable?
  var hasVanished = false
  /// What its trainer said last that it does.
  var state = RunState.starting
  /// What was asked of the trainer and not answered yet.
  var asked: [ControlRequest] = []
  /// Who holds the run; nil where this process does, or nobody can tell.
  var holding: RunHolding?
  var phases: [Phase] = []
  var firstTime: Double?
  var lastTime: Double?

  var step = 0
  var epoch = 0.0
  var pace = Pace()
  var series: [MetricKey: MetricSeries] = [:]
  /// What each of them is; kept up to date by `define`.
  var metrics = RunMetrics()
  /// Steps at which a later process took over.
  var seams: [Int] = []

  var evaluations: [Evaluation] = []
  /// Those of branches that were given up, the latest last.
  var ghostEvaluations: [Evaluation] = []
  var evaluationProgress: EvaluationProgress?
  var evaluationSeconds: Double?
  var evaluationStart: Double?
  var margins: [MarginSnapshot] = []

  var checkpoint: Checkpoint?
  var log = LogRing()
  var alerts: [Alert] = []
  var divergence = DivergenceWatch()

  init(id: RunID) { self.id = id }

  struct Evaluation: Sendable, Equatable {
    let time: Double
    let report: EvaluationReport
  }

  struct EvaluationProgress: Sendable, Equatable {
    let done: Int
    let total: Int
  }

  struct MarginSnapshot: Sendable, Equatable {
    let step: Int
    let attained: [Int: AttainedMargin]
  }

  struct Checkpoint: Sendable, Equatable {
    let step: Int
    let time: Double
    let path: String
    let bytes: Int
  }
}

// MARK: - What follows from it

extension RunHistory {
  var name: String { id.name }
  /// What its steps are.
  var stepAxis: StepAxis { source?.axis ?? .steps }
  var classes: [ClassDescription] { description?.classes ?? source?.classes ?? [] }
  var hasEnded: Bool { [.finished, .stopped, .failed].contains(state) }

  var imagesPerSecond: Double? {
    guard let description, let seconds = pace.secondsPerStep, seconds > 0 else { return nil }
    return Double(description.batchSize) / seconds
  }

  /// Seconds until the last step, evaluations on the way included.
  var secondsLeft: Double? {
    guard let description, let pace = pace.secondsPerStep, takesRequests else { return nil }
    let steps = max(description.totalSteps - step, 0)
    let interval = description.evaluationInterval
    let evaluations = interval > 0 ? description.totalSteps / interval - step / interval : 0
    return Double(steps) * pace + Double(evaluations) * (evaluationSeconds ?? 0)
  }

  /// When results will be there, as the end of a sentence: "after epoch 1, in 40 s".
  var nextEvaluationPhrase: String {
    if source != nil { return "follows when the log has one" }
    guard let description else { return "follows once the run has started" }
    if let progress = evaluationProgress { return "is running, \(progress.done) of \(progress.total) images" }
    if hasEnded { return "never came: the run has ended" }
    let interval = description.evaluationInterval
    let total = description.totalSteps
    let next = interval > 0 ? min((step / interval + 1) * interval, total) : total
    return "\(place(of: next, in: description))\(wait(until: next))"
  }

  private func place(of step: Int, in description: RunDescription) -> String {
    let epochLength = description.stepsPerEpoch
    if step == description.totalSteps { return "at the end" }
    if epochLength > 0, step.isMultiple(of: epochLength) { return "after epoch \(step / epochLength)" }
    return "at step \(step)"
  }

  private func wait(until step: Int) -> String {
    pace.secondsPerStep.map { ", in \((Double(step - self.step) * $0).estimate)" } ?? ""
  }

  /// Since when nothing has been heard of a run that should be working; nil while all is well.
  func silentSince(at now: Double) -> Double? {
    guard let lastTime, takesRequests || source != nil, !hasEnded, state != .paused else { return nil }
    let patience = max(
      source == nil ? 30 : 120, patientSteps * (pace.secondsPerStep ?? 0), 2 * (evaluationSeconds ?? 0))
    return now - lastTime > patience ? lastTime : nil
  }

  /// Others write every twenty or fifty steps.
  private var patientSteps: Double { source == nil ? 10 : 150 }

  /// The margins known when so many steps were done, or the latest.
  func margins(at step: Int?) -> [Int: AttainedMargin] {
    guard let step else { return margins.last?.attained ?? [:] }
    return margins.last { $0.step <= step }?.attained ?? [:]
  }
}
