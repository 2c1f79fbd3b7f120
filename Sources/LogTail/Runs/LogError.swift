/// Why a path gives no run.
public enum LogError: Error, Equatable, Sendable {
  /// There is nothing of this name.
  case missing(path: String)
  /// The system refuses to read it.
  case unreadable(path: String, reason: String)
  /// The file is none of the known formats.
  case notALog(path: String, reason: Stranger.Reason)
  /// A folder has no log in it, only so many files that were looked into.
  case noRuns(folder: String, strangers: Int)
}

extension LogError: CustomStringConvertible {
  /// What was found, where, and what to do.
  public var description: String {
    switch self {
    case .missing(let path): "\(path): no such file or folder. Name a log, or a folder with logs below it."
    case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)."
    case .notALog(let path, let reason):
      "\(path): expected a training log (JSON lines, a table, text, TensorBoard, W&B, trainer_state.json), found \(reason.rawValue)."
    case .noRuns(let folder, 0): "\(folder): no training log below it. Name the folder a trainer writes to."
    case .noRuns(let folder, let count):
      "\(folder): no training log below it; \(count) \(count == 1 ? "file was" : "files were") looked into (inspect --why names them)."
    }
  }
}
