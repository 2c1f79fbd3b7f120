/// Why a path gives no run.
public enum LogError: Error, Equatable, Sendable {
  /// There is nothing of this name.
  case missing(path: String)
  /// The system refuses to read it.
  case unreadable(path: String, reason: String)
  /// The file is none of the known formats.
  case notALog(path: String, beginning: String)
  /// A folder has no log in it.
  case noRuns(folder: String)
}

extension LogError: CustomStringConvertible {
  /// What was found, where, and what to do.
  public var description: String {
    switch self {
    case .missing(let path): "\(path): no such file or folder. Name a log, or a folder with logs below it."
    case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)."
    case .notALog(let path, let beginning):
      "\(path): expected a training log (JSON lines, CSV, TensorBoard, W&B, trainer_state.json), found \(beginning)."
    case .noRuns(let folder): "\(folder): no training log below it. Name the folder a trainer writes to."
    }
  }
}
