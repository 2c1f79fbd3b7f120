import ArgumentParser
import Commands
import Comparison
import Console
import Dispatch
import Events
import Foundation
import RunStore
import Synchronization
import Training

/// The runs of a comparison one after the other in this process, on screen together.
struct ComparisonProcess {
  private let plan: ComparisonPlan
  private let control: RunControl
  private let mailbox: Mailbox<RunEvent>
  private let console: Console
  private let hold: RunHold
  private let place: Console.Place

  /// Takes the comparison's folder; throws who holds it where somebody does.
  init(_ plan: ComparisonPlan, _ options: CompareOptions) throws {
    self.plan = plan
    place = Console.Place(of: plan.folder, begins: options.screen.fresh ? .fresh : .asLeft)
    let control = RunControl()
    self.control = control
    // Room for the history of runs that are done, which comes all at once.
    mailbox = Mailbox(capacity: 1 << 17)
    console = try Console(
      role: .trainer, ask: { request, _, requester in control.send(request, by: requester) },
      mailbox: mailbox, theme: options.screen.theme, mode: options.headless ? .plain : .screen,
      newRuns: .compared)
    try RunFolder.makeFolder(ofRuns: plan.folder)
    hold = try RunHold(plan.folder)
  }

  /// Trains, and shows it, until every run has ended or one was stopped; then says where they stand.
  func run(then tellStandings: () throws -> Void) throws {
    let completion = RunCompletion()
    let current = Mutex<TrainingJob?>(nil)
    let endings = Mutex<[RunEnding]>([])
    DispatchQueue(label: "tailboard.training", qos: .userInitiated).async { [plan, control, mailbox] in
      for contestant in plan.contestants {
        let ending = Self.train(contestant, of: plan, control, mailbox, left: completion.reach) { job in
          current.withLock { $0 = job }
        }
        endings.withLock { $0.append(ending) }
        guard ending != .stopped else { break }
      }
      completion.reach()
    }
    let ending = console.run(until: completion, in: place, background: Background(folder: plan.folder))
    hold.release()
    // An abandoned trainer is still at work: leaving without destructors is the only safe way out.
    if ending == .abandoned {
      current.withLock { $0?.flush() }
      _exit(ExitStatus.abandoned.rawValue)
    }
    try tellStandings()
    if control.hasLeft {
      fflush(nil)
      _exit(0)
    }
    for ending in endings.withLock({ $0 }).sorted(by: { $0.exitStatus.rawValue > $1.exitStatus.rawValue }) {
      try ending.tell()
    }
  }

  /// Trains a run to its end, or shows what it came to; a failure is told and leaves the others their turn.
  private static func train(
    _ contestant: Contestant, of plan: ComparisonPlan, _ control: RunControl, _ mailbox: Mailbox<RunEvent>,
    left: @escaping @Sendable () -> Void, begin: (TrainingJob) -> Void
  ) -> RunEnding {
    do {
      let path = plan.path(of: contestant)
      let progress = try plan.run(of: contestant).progress
      if progress == .missing { try RunFolder.makeFolder(ofRuns: path) }
      let hold = progress == .finished ? nil : try RunHold(path)
      let folder =
        progress == .missing
        ? try RunFolder(creating: path, recipe: contestant.recipe.text) : try RunFolder(opening: path)
      if progress != .missing { for event in try RecordedEvents(of: folder).events { mailbox.send(event) } }
      guard let hold else { return .finished }
      let job = try TrainingJob(
        contestant.recipe, Ranks(alone: TrainingContext(alone: contestant.recipe.run.device)), in: folder,
        under: hold, isResumed: progress == .unfinished, mailbox)
      begin(job)
      return job.train(control, left: left)
    } catch {
      let body = RunEvent.Body.log(.error, "\(contestant.name): \(error)")
      mailbox.send(RunEvent(run: RunID(contestant.name), time: Date().timeIntervalSince1970, body: body))
      return .failed
    }
  }
}
