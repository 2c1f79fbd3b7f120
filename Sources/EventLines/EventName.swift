/// Names in an event's line that others than the codec look for, where they pass over lines without reading them whole.
public enum EventName {
  /// Seconds since 1970; null where unknown.
  public static let time = "time"
  /// The kind.
  public static let kind = "event"
  /// The run, where lines of several runs stand together.
  public static let run = "run"
  /// Steps done.
  public static let step = "step"
  /// Epochs done.
  public static let epoch = "epoch"
  /// The object of a step's scalars.
  public static let values = "values"
  /// The object of an evaluation's results.
  public static let summary = "summary"
  /// The word of a state.
  public static let state = "state"
  /// A line of text.
  public static let text = "text"
  /// Steps of the whole run.
  public static let totalSteps = "total_steps"
  /// Names of an evaluation's classes, where lines of several runs stand together.
  public static let classNames = "class_names"
}
