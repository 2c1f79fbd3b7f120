import Events
import Recipes
import RunStore

/// Saves a run's checkpoints when they are due. A failure is told and costs nothing but that checkpoint.
struct CheckpointKeeper {
  private let shelf: CheckpointShelf
  private var recurrence: Recurrence
  private var savedStep: Int?

  init(_ shelf: CheckpointShelf, every interval: Span, after progress: Progress) {
    self.shelf = shelf
    recurrence = Recurrence(every: interval, after: progress)
  }

  func isDue(at progress: Progress) -> Bool { recurrence.isDue(at: progress) }

  /// Whether this very step is saved already.
  func holds(_ progress: Progress) -> Bool { savedStep == progress.step }

  /// Saves a snapshot.
  mutating func save(_ snapshot: RunSnapshot, at progress: Progress, _ report: RunReporter) {
    recurrence.done(at: progress)
    do {
      let (checkpoint, bytes) = try shelf.publish(step: progress.step, snapshot.write)
      savedStep = progress.step
      report(.checkpoint(step: progress.step, path: checkpoint.path, bytes: bytes))
    } catch {
      report.log(
        .error, "no checkpoint of step \(progress.step): \(error). The last good one is kept.")
    }
  }
}
