import Events
import Recipes

/// How many steps a run will have: known at once, unless its length or its evaluations are measured in time.
struct LengthEstimate {
  private static let slowSteps = 3

  private let length: Span
  private let interval: Span
  /// Seconds of a step, smoothed; a guess until the first.
  private var secondsPerStep = 0.5
  private var secondsPerEvaluation = 0.0
  private var timedSteps = 0
  private var told: (totalSteps: Int, evaluationInterval: Int)?

  init(_ recipe: Recipe) {
    length = recipe.schedule.length
    interval = recipe.evaluation.interval
  }

  /// Takes in the duration of a step.
  mutating func note(stepSeconds seconds: Double) {
    timedSteps += 1
    // The first steps are slow: they warm memory and caches up.
    secondsPerStep =
      timedSteps <= LengthEstimate.slowSteps ? seconds : 0.95 * secondsPerStep + 0.05 * seconds
  }

  /// Takes in the duration of an evaluation.
  mutating func note(evaluationSeconds seconds: Double) { secondsPerEvaluation = seconds }

  /// Steps of the whole run and between evaluations, as far as can be told.
  func steps(at progress: Progress) -> (totalSteps: Int, evaluationInterval: Int) {
    let interval = max(progress.steps(of: self.interval, secondsPerStep: secondsPerStep), 1)
    guard case .seconds(let seconds) = length else {
      return (progress.steps(of: length, secondsPerStep: secondsPerStep), interval)
    }
    let perStep = secondsPerStep + secondsPerEvaluation / Double(interval)
    return (progress.step + max(Int((seconds - progress.seconds) / perStep), 0), interval)
  }

  /// The estimate, for the run's announcement.
  mutating func announcement(at progress: Progress) -> (totalSteps: Int, evaluationInterval: Int) {
    let now = steps(at: progress)
    told = now
    return now
  }

  /// The estimate, where it has moved by more than a twentieth since it was last told.
  mutating func news(at progress: Progress) -> RunEvent.Body? {
    guard timedSteps > LengthEstimate.slowSteps, let told else { return nil }
    let now = steps(at: progress)
    let change = abs(Double(now.totalSteps - told.totalSteps)) / Double(max(told.totalSteps, 1))
    guard change > 0.05 else { return nil }
    return tell(now)
  }

  /// What a finished run came to, where it was told otherwise.
  mutating func outcome(at progress: Progress) -> RunEvent.Body? {
    let now = steps(at: progress)
    return now.totalSteps == told?.totalSteps ? nil : tell(now)
  }

  private mutating func tell(_ now: (totalSteps: Int, evaluationInterval: Int)) -> RunEvent.Body {
    told = now
    return .planned(totalSteps: now.totalSteps, evaluationInterval: now.evaluationInterval)
  }
}
