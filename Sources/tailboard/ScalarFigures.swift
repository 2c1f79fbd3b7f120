import Events
import LogTail

/// What a scalar of a file is like, as it is written there.
struct ScalarFigures {
  /// A value and its step.
  struct Point {
    var step = 0
    var fraction = 0.0
    var value = Double.nan

    /// The step with its fraction.
    var exactStep: Double { Double(step) + fraction }

    /// The step as people read it.
    var stepText: String { fraction == 0 ? String(step) : String(exactStep) }
  }

  private(set) var count = 0
  private(set) var nanCount = 0
  private(set) var infinityCount = 0
  private(set) var first = Point()
  private(set) var last = Point()
  private(set) var lowest = Double.infinity
  private(set) var highest = -Double.infinity

  /// Whether any value is finite.
  var isFinite: Bool { lowest <= highest }

  /// Takes in the next value.
  @inline(__always)
  mutating func add(_ value: Double, at step: Int, _ fraction: Double) {
    last = Point(step: step, fraction: fraction, value: value)
    if count == 0 { first = last }
    count += 1
    if value.isFinite {
      lowest = min(lowest, value)
      highest = max(highest, value)
    } else if value.isNaN {
      nanCount += 1
    } else {
      infinityCount += 1
    }
  }

  /// The figures for people: `50 points, step 19 to 499, 0.1 to 2.5, 1 NaN`.
  func text(_ unit: StepAxis.Unit) -> String {
    let range = isFinite ? ", \(LoggedNumber.text(lowest)) to \(LoggedNumber.text(highest))" : ""
    let nan = nanCount > 0 ? ", \(nanCount) NaN" : ""
    let infinite = infinityCount > 0 ? ", \(infinityCount) infinite" : ""
    return
      "\(RunSummary.count(count, "point")), \(unit.rawValue) \(first.stepText) to \(last.stepText)\(range)\(nan)\(infinite)"
  }
}
