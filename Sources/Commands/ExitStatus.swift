import Foundation

/// What a command that trains says by its exit status.
public enum ExitStatus: Int32, CaseIterable, Sendable {
  case success = 0
  case failure = 1
  case usage = 64
  case unsaved = 74
  case abandoned = 130

  private var meaning: String {
    switch self {
    case .success: "finished or stopped, and the last step's weights are in the run's folder"
    case .failure: "could not begin, or failed after the last good step was saved; the last line says why"
    case .usage: "an option is wrong"
    case .unsaved: "the run's folder did not take the last step's weights; the last line says where they are"
    case .abandoned: "told to end at once: the newest checkpoint is what there is"
    }
  }

  /// All of them, to stand in a command's help.
  public static var table: String {
    "Exit status:\n"
      + allCases.map { status in
        "  " + "\(status.rawValue)".padding(toLength: 5, withPad: " ", startingAt: 0) + status.meaning
      }.joined(separator: "\n")
  }
}
