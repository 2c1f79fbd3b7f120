import ArgumentParser
import Commands
import Comparison
import Console
import Dispatch
import Events
import Foundation
import RunStore

/// The runs of a comparison one after the other in this process, on screen together.
struct ComparisonProcess {
  private let plan: ComparisonPlan
  private let control = RunControl()
  private let mailbox: Mailbox<RunEvent>
  private let console: Console

  init(_ plan: ComparisonPlan, _ options: CompareOptions) throws {
    self.plan = plan
    // Room for the history of runs that are done, which comes all at once.
    mailbox = Mailbox(capacity: 1 << 17)
    console = try Console(
      role: .trainer, control: control, mailbox: mailbox, theme: options.theme,
      mode: options.headless ? .plain : .screen, newRuns: .compared)
  }

  /// Trains, and shows it, until every run has ended or one was stopped.
  func run() {
    let completion = RunCompletion()
    DispatchQueue(label: "tailboard.training", qos: .userInitiated).async { [plan, control, mailbox] in
      for contestant in plan.contestants {
        guard Self.train(contestant, of: plan, control, mailbox) != .stopped else { break }
      }
      completion.reach()
    }
    // An abandoned trainer is still at work: leaving without destructors is the only safe way out.
    if console.run(until: completion) == .abandoned { _exit(130) }
  }

  /// Trains a run to its end, or shows what it came to; a failure is told and leaves the others their turn.
  private static func train(
    _ contestant: Contestant, of plan: ComparisonPlan, _ control: RunControl, _ mailbox: Mailbox<RunEvent>
  ) -> RunState {
    do {
      let path = plan.path(of: contestant)
      let progress = try plan.run(of: contestant).progress
      let folder =
        progress == .missing
        ? try RunFolder(creating: path, recipe: contestant.recipe.text) : try RunFolder(opening: path)
      if progress != .missing { for event in try RecordedEvents(of: folder).events { mailbox.send(event) } }
      if progress == .finished { return .finished }
      let job = TrainingJob(recipe: contestant.recipe, folder: folder, isResumed: progress == .unfinished)
      return job.train(control, try EventLog(folder, report: mailbox.send), mailbox)
    } catch {
      let body = RunEvent.Body.log(.error, "\(contestant.name): \(error)")
      mailbox.send(RunEvent(run: RunID(contestant.name), time: Date().timeIntervalSince1970, body: body))
      return .failed
    }
  }
}
