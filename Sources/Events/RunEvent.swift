/// One thing that happened in a run: what the trainer, an attached trainer and a foreign log all become.
///
/// Events are raw: smoothing, units and scales are the view's.
public struct RunEvent: Sendable, Equatable {
  /// The run it happened in.
  public let run: RunID
  /// When, in seconds since 1970.
  public let time: Double
  /// What happened.
  public let body: Body

  /// An event of a run.
  public init(run: RunID, time: Double, body: Body) {
    self.run = run
    self.time = time
    self.body = body
  }

  /// The kinds of event.
  public enum Body: Sendable, Equatable {
    /// The run begins or continues; precedes every other event of this process.
    case started(RunDescription)
    /// How long the run will be, estimated anew: only runs whose length is a time say this.
    case planned(totalSteps: Int, evaluationInterval: Int)
    /// A part of the start-up began ("loading annotations", "building the model", "first batch").
    case phase(String)
    /// What the trainer is doing now.
    case state(RunState)
    /// The trainer has taken a request; what it does about it follows.
    case asked(AskedRequest)
    /// What was asked under this name is done, or there was nothing to do.
    case answered(ControlRequest, id: String)
    /// The scalars of one training step.
    case metrics(StepMetrics)
    /// Images evaluated so far of all.
    case evaluating(done: Int, total: Int)
    /// The results of one evaluation.
    case evaluated(EvaluationReport)
    /// Margins attained on training regions since the last such event, by class index.
    case margins(step: Int, attained: [Int: AttainedMargin])
    /// A checkpoint is safely on disk.
    case checkpoint(step: Int, path: String, bytes: Int)
    /// A line of the run's text log.
    case log(LogLevel, String)
    /// This many events were dropped before the next one.
    case dropped(Int)
    /// What the log files of another trainer say of their run.
    case logged(LogEvent)
    /// Who holds the run, as it looks from outside: never stored.
    case held(RunHolding)
  }
}

/// What the trainer is doing.
public enum RunState: String, Sendable, CaseIterable {
  case starting, running, pausing, paused, evaluating, checkpointing, stopping, finished, stopped, failed
}

/// Severity of a log line.
public enum LogLevel: String, Sendable, CaseIterable, Comparable {
  case debug, info, warning, error

  /// Levels sort by severity.
  public static func < (a: LogLevel, b: LogLevel) -> Bool {
    a.severity < b.severity
  }

  private var severity: Int {
    switch self {
    case .debug: 0
    case .info: 1
    case .warning: 2
    case .error: 3
    }
  }
}

/// The scalars of one training step.
public struct StepMetrics: Sendable, Equatable {
  /// Steps done, this one included.
  public let step: Int
  /// Epochs done, with the fraction of the current one.
  public let epoch: Double
  /// Raw values; NaN and infinities are values too.
  public let values: [MetricKey: Double]

  /// The scalars of a step.
  public init(step: Int, epoch: Double, values: [MetricKey: Double]) {
    self.step = step
    self.epoch = epoch
    self.values = values
  }
}
