/// How a run's process ended its work.
public enum RunEnding: Sendable, Equatable {
  /// It came to its end, and the last step's weights are in the run's folder.
  case finished
  /// It was asked to stop, and the last step's weights are in the run's folder.
  case stopped
  /// It could not begin or go on; the last good step was saved if that could be.
  case failed
  /// It trained, but the run's folder did not take the last step's weights; the sentence says where they are.
  case unsaved(String)
}
