import Events
import Foundation

/// Why a run folder cannot be used.
public enum RunStoreError: Error, Equatable {
  /// The folder has no run in it.
  case notARun(folder: String, missing: String)
  /// The folder for a new run has something in it that is no run.
  case notEmpty(folder: String)
  /// The folder for a new run has a run in it.
  case isARun(folder: String)
  /// Another process writes this run.
  case inUse(folder: String, holder: TrainerIdentity?)
  /// Another process has taken the run, because this one gave no sign for too long.
  case replaced(folder: String, by: TrainerIdentity)
  /// The system refused something.
  case cannot(String, String, reason: SystemReason)
  /// A line of the events is not an event.
  case badEvent(file: String, line: Int, reason: String)
  /// A run that had checkpoints has no good one any more.
  case noGoodCheckpoint(folder: String, damaged: Int)
  /// A checkpoint's bytes are not those that were written.
  case damagedCheckpoint(file: String)
}

/// The system's own words for a failure.
public struct SystemReason: Sendable, Equatable, CustomStringConvertible {
  /// The words.
  public let description: String

  init(_ description: String) { self.description = description }

  /// The words for the current `errno`.
  static var current: SystemReason { SystemReason(String(cString: strerror(errno))) }
}

extension RunStoreError: CustomStringConvertible {
  /// What was found, where, and what to do.
  public var description: String {
    switch self {
    case .notARun(let folder, let missing):
      "\(folder) is not a run folder: it has no \(missing). Run folders are made by tailboard train, in runs/ by default."
    case .notEmpty(let folder):
      "\(folder) is not empty, and what is in it is no run. Name a new folder."
    case .isARun(let folder):
      "\(folder) has a run in it. Name a new folder, or go on with that run: tailboard train --resume \(folder)"
    case .inUse(let folder, let holder):
      "\(folder) is being written by \(RunStoreError.name(of: holder)). "
        + "Look at it (tailboard show \(folder)), stop that one (tailboard stop \(folder)), or train into another folder."
    case .replaced(let folder, let holder):
      "\(folder) is trained by \(RunStoreError.name(of: holder)): this trainer gave no sign for "
        + "\(Int(TrainerRecord.patience)) s and was taken for dead. It stops, and writes nothing more."
    case .cannot(let verb, let path, let reason): "cannot \(verb) \(path): \(reason)"
    case .badEvent(let file, let line, let reason): "\(file):\(line): not an event: \(reason)"
    case .noGoodCheckpoint(let folder, let damaged):
      "\(folder) has no good checkpoint to go on from: "
        + (damaged == 0 ? "those it had are gone" : "all \(damaged) are damaged")
        + ". Bring one back, or begin anew: tailboard train --resume \(folder) --from-scratch, which puts aside what is there."
    case .damagedCheckpoint(let file):
      "\(file): its bytes are not those that were written. An older checkpoint is used."
    }
  }
}

extension RunStoreError {
  private static func name(of holder: TrainerIdentity?) -> String {
    guard let holder else { return "another tailboard" }
    let since = Date(timeIntervalSince1970: holder.since).formatted(.iso8601)
    return "\(holder) (\(holder.user)), since \(since)"
  }
}
