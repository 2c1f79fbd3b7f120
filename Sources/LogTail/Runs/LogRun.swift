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
  /// Those of them that are read for the results they may tell, with what they are read as.
  public let resultLogs: [TextLog]
  /// Iterations per epoch, where a text log says them and the log itself does not (mmdetection 2.x).
  public let iterationsPerEpoch: Int?
}

/// A text log beside a run's own.
public struct TextLog: Sendable, Equatable {
  /// Where it is.
  public let path: String
  /// What it is read as.
  public let format: LogFormat
}

/// What a search found.
public struct FoundRuns: Sendable {
  /// The runs, by path.
  public internal(set) var runs: [LogRun] = []
  /// What could not be looked at; the rest went on.
  public internal(set) var problems: [LogError] = []
  /// Files that were looked into and are no logs, with the reason.
  public internal(set) var strangers: [Stranger] = []
}

/// A file that was looked into and is no log.
public struct Stranger: Sendable, Equatable {
  /// Where it is.
  public let path: String
  /// What is found there instead.
  public let reason: Reason

  /// Why a file is no log.
  public enum Reason: String, Sendable {
    case empty = "it is empty"
    case binary = "it is binary, of no known format"
    case document = "one document, not a record a line"
    case table = "a table without steps or metrics"
    case records = "records without steps or metrics"
    case text = "text without lines that repeat a step and its numbers, and without results"
  }
}
