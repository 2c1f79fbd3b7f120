import ArgumentParser
import Commands
import LegibleText
import Training

extension RunEnding {
  /// What the process says by its exit status.
  var exitStatus: ExitStatus {
    switch self {
    case .finished, .stopped: .success
    case .failed: .failure
    case .unsaved: .unsaved
    }
  }

  /// Says where weights are that the run's folder did not take, as the process's last line; throws the status unless
  /// all went well.
  func tell() throws {
    if case .unsaved(let sentence) = self { Output.complain(sentence) }
    if exitStatus != .success { throw ExitCode(exitStatus.rawValue) }
  }
}
