/// What the steps of a run are.
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

  /// An axis of these units.
  public init(unit: Unit, scale: Int = 1) {
    self.unit = unit
    self.scale = scale
  }

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
