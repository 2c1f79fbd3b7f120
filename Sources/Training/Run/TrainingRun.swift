import Events
import Recipes
import RunStore

/// One run, from its recipe to its last checkpoint.
///
/// Not asynchronous on purpose: a network belongs to one thread (gradient mode, autocast and OpenMP's team are the
/// thread's), so a run is one long block on a serial queue of the caller's, and talks through values: events out,
/// requests in.
public struct TrainingRun: Sendable {
  /// What is trained and how.
  public let recipe: Recipe
  /// The annotated images that the recipe's data comes down to.
  public let sources: DataSources
  /// The processes that train together, and where this one does.
  public let ranks: Ranks
  /// Where the run is kept.
  public let folder: RunFolder
  /// Whether it goes on from the folder's newest good checkpoint.
  public let isResumed: Bool
  /// What the keyboard or a signal asks.
  public let control: RunControl
  /// This process's right to write the folder. Requests older than that were meant for another trainer; once it is lost
  /// the run fails. Nil where nobody else can come.
  public let hold: RunHold?
  /// Takes every event, on the calling queue; must not wait.
  public let emit: @Sendable (RunEvent) -> Void

  /// A run that has not begun.
  public init(
    recipe: Recipe, sources: DataSources, ranks: Ranks, folder: RunFolder, isResumed: Bool,
    control: RunControl, hold: RunHold? = nil,
    emit: @escaping @Sendable (RunEvent) -> Void
  ) {
    self.recipe = recipe
    self.sources = sources
    self.ranks = ranks
    self.folder = folder
    self.isResumed = isResumed
    self.control = control
    self.hold = hold
    self.emit = emit
  }

  /// Trains to the end, a stop request or a failure, which is logged; returns which of these it was, and whether the last
  /// step is safe.
  public func run() -> RunEnding {
    let report = RunReporter(run: RunID(folder.name), emit: emit)
    report(.state(.starting))
    let requests = RunRequests(self, report)
    do {
      let loop = try TrainingLoop(preparing: self, report, requests)
      guard control.endStartUp() else { return .stopped }
      return loop.run()
    } catch {
      if !ranks.hasLostOne { ranks.tellFailure("\(error)") }
      report.log(.error, "\(error)")
      report(.state(.failed))
      return .failed
    }
  }
}
