import Events
import Recipes
import RunStore

/// Saves a run's checkpoints when they are due. A failure is told and costs nothing but that checkpoint: the next one is
/// tried soon, after pauses that grow, rather than when the interval has gone by.
struct CheckpointKeeper {
  /// Seconds after the first failure, doubled with each that follows.
  private static let firstPause = 10.0
  private static let longestPause = 600.0

  private let shelf: CheckpointShelf
  private var recurrence: Recurrence
  private var savedStep: Int?
  private var failure: Failure?

  private struct Failure {
    let step: Int
    let reason: String
    let pause: Double
    let retryAt: Double
  }

  init(_ shelf: CheckpointShelf, every interval: Span, after progress: Progress) {
    self.shelf = shelf
    recurrence = Recurrence(every: interval, after: progress)
  }

  func isDue(at progress: Progress) -> Bool {
    failure.map { progress.seconds >= $0.retryAt } ?? false || recurrence.isDue(at: progress)
  }

  /// Whether this very step is saved already.
  func holds(_ progress: Progress) -> Bool { savedStep == progress.step }

  /// Why this step is not saved; nil where it is.
  func whyUnsaved(_ progress: Progress) -> String? {
    holds(progress) ? nil : failure?.reason ?? "it was never tried"
  }

  /// Saves a snapshot.
  mutating func save(_ snapshot: RunSnapshot, at progress: Progress, _ report: RunReporter) {
    do {
      let (checkpoint, bytes) = try shelf.publish(step: progress.step, snapshot.write)
      recurrence.done(at: progress)
      (savedStep, failure) = (progress.step, nil)
      report(.checkpoint(step: progress.step, path: checkpoint.path, bytes: bytes))
    } catch {
      cannotSave(progress, because: "\(error)", report)
    }
  }

  /// Notes and tells that there is no checkpoint of a step.
  mutating func cannotSave(_ progress: Progress, because reason: String, _ report: RunReporter) {
    recurrence.done(at: progress)
    let pause = min(failure.map { 2 * $0.pause } ?? Self.firstPause, Self.longestPause)
    failure = Failure(
      step: progress.step, reason: reason, pause: pause, retryAt: progress.seconds + pause)
    report.log(
      .error,
      "no checkpoint of step \(progress.step): \(reason). The last good one is kept; the next try is in \(Int(pause)) s"
    )
  }
}
