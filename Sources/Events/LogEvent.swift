/// What is known of a run only from the log files another trainer writes. Events of this kind are never stored: the
/// files they were read from keep it all.
public enum LogEvent: Sendable, Equatable {
  /// A run was found, or more has become known of it.
  case found(LogDescription)
  /// Everything read so far, at once: takes the place of what was known of the run's metrics and evaluations.
  case history(LogHistory)
  /// Bytes of the run's files read so far, of all.
  case indexing(done: Int, total: Int)
  /// The run began again at an earlier step than it had come to.
  case restarted(from: Int, at: Int)
  /// How many records could not be read since the run was found, and the last of them with the reason.
  case unreadable(count: Int, last: String)
  /// The run's files are gone; what was read of them stays.
  case vanished
}

/// A run as its log files tell of it.
public struct LogDescription: Sendable, Equatable {
  /// How its trainer writes: `detectron2`, `tensorboard`.
  public let format: String
  /// The file or folder it is read from.
  public let path: String
  /// The trainer's own names of metrics, where tailboard has others.
  public let originalNames: [MetricKey: String]
  /// Its classes in index order, where they are known.
  public let classes: [ClassDescription]
  /// What its steps are.
  public let axis: StepAxis
  /// Points at which AP or a metric of a validation set was told.
  public let evaluationCount: Int

  /// A run of these facts.
  public init(
    format: String, path: String, originalNames: [MetricKey: String] = [:], classes: [ClassDescription] = [],
    axis: StepAxis = .steps, evaluationCount: Int = 0
  ) {
    self.axis = axis
    self.evaluationCount = evaluationCount
    self.format = format
    self.path = path
    self.originalNames = originalNames
    self.classes = classes
  }
}

/// What a run's log files held when they were read.
public struct LogHistory: Sendable, Equatable {
  /// How much of the files is in it.
  public enum Extent: Sendable {
    /// Their newest part: enough for a first picture, the rest follows.
    case newest
    /// All.
    case whole
  }

  /// How much of the files is in it.
  public let extent: Extent
  /// The metrics of training.
  public let series: [MetricKey: MetricSeries]
  /// The evaluations in order.
  public let evaluations: [Evaluation]
  /// Epochs done; NaN where unknown.
  public let epoch: Double

  /// A history of these parts.
  public init(
    extent: Extent, series: [MetricKey: MetricSeries], evaluations: [Evaluation], epoch: Double
  ) {
    self.extent = extent
    self.series = series
    self.evaluations = evaluations
    self.epoch = epoch
  }

  /// One evaluation.
  public struct Evaluation: Sendable, Equatable {
    /// When it was taken, in seconds since 1970; NaN where unknown.
    public let time: Double
    /// Its results.
    public let report: EvaluationReport
    /// Whether the run went back behind it since.
    public let isAbandoned: Bool

    /// Results taken at some time.
    public init(time: Double, report: EvaluationReport, isAbandoned: Bool = false) {
      self.isAbandoned = isAbandoned
      self.time = time
      self.report = report
    }
  }
}
