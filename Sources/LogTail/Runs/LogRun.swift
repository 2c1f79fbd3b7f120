/// One run's log: a file, or several that continue one another.
public struct LogRun: Sendable, Equatable {
  /// What tells it from other runs: its path below the folder searched.
  public let name: String
  /// The log file; the folder, where a run is several files.
  public let path: String
  /// What the files are read as.
  public let format: LogFormat
  /// The files in the order of reading.
  public let files: [String]
  /// Text logs of the same run.
  public let textLogs: [String]
  /// Iterations per epoch, where a text log says them and the log itself does not (mmdetection 2.x).
  public let iterationsPerEpoch: Int?
}

/// What a search found.
public struct FoundRuns: Sendable {
  /// The runs, by path.
  public internal(set) var runs: [LogRun] = []
  /// What could not be looked at; the rest went on.
  public internal(set) var problems: [LogError] = []
}
