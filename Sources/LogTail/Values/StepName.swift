/// Names of what a record is placed by, as trainers write them: `step`, `Step`, `_step`, `train/step`, `iter`.
enum StepName {
  private static let exact = [
    "step", "_step", "iteration", "iter", "global_step", "globalstep", "steps", "it",
  ]
  private static let epochs: Set<String> = ["epoch", "epochs"]
  /// The rank of an epoch: anything that counts steps is better.
  static let epochRank = 100

  /// How good a step is what has this name, 0 the best; nil for what is none.
  static func rank(of name: String) -> Int? {
    let lowered = name.lowercased().replacing(" ", with: "_")
    if let rank = exact.firstIndex(of: lowered) { return rank }
    if epochs.contains(lowered) { return epochRank }
    guard let slash = lowered.lastIndex(of: "/") else { return nil }
    let prefix = lowered[..<slash]
    guard prefix == "train" || prefix == "trainer" || prefix == "training",
      let rank = exact.firstIndex(of: String(lowered[lowered.index(after: slash)...]))
    else { return nil }
    return exact.count + rank
  }
}

/// What the steps of a file count.
public struct StepAxis: Sendable, Equatable {
  /// What is counted.
  public enum Unit: String, Sendable {
    /// Steps or iterations of training.
    case step
    /// Epochs.
    case epoch
    /// Records: the file says no step.
    case record
  }

  /// What is counted.
  public var unit: Unit
  /// What steps are divided by to be as the file has them: 1, and more where it has fractions.
  public var scale = 1

  /// Whole steps.
  public static let steps = StepAxis(unit: .step)

  /// The step at a place on the axis of a run, as the file has it.
  public func value(of step: Int) -> Double { Double(step) / Double(scale) }

  /// The step at a place on the axis of a run as people read it: `1200`, `0.5`.
  public func text(of step: Int) -> String {
    guard scale > 1 else { return String(step) }
    let value = Double(step) / Double(scale)
    return value == value.rounded() ? String(Int(value)) : String(value)
  }
}
