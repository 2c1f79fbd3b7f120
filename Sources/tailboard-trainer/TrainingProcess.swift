import ArgumentParser
import Commands
import Comparison
import Console
import Dispatch
import Events
import Foundation
import Recipes
import RunStore
import Synchronization

/// One run in this process: the trainer on a serial queue, the console on the main thread, only values between them.
struct TrainingProcess {
  private let job: TrainingJob
  private let control: RunControl
  private let mailbox: Mailbox<RunEvent>
  private let console: Console

  /// A new run, in the folder of the options or in a new one below `runs`.
  init(starting recipe: Recipe, _ options: RunOptions) throws {
    try self.init(options, recipe) {
      let folder =
        if let path = options.folder {
          try RunFolder(creating: path, recipe: recipe.text)
        } else {
          try RunFolder(in: "runs", named: recipe.name, on: Date(), recipe: recipe.text)
        }
      return TrainingJob(recipe: recipe, folder: folder, isResumed: false)
    }
  }

  /// The run of a folder, which goes on from its newest good checkpoint by its own recipe.
  init(resuming path: String, _ options: RunOptions) throws {
    let folder = try RunFolder(opening: path)
    let recipe = try Recipe(contentsOf: folder.recipe).applying(overrides: options.overrides)
    try self.init(options, recipe) { TrainingJob(recipe: recipe, folder: folder, isResumed: true) }
  }

  /// Options are checked before a folder is made.
  private init(_ options: RunOptions, _ recipe: Recipe, job: () throws -> TrainingJob) throws {
    control = RunControl()
    // Room for minutes of events, should the main thread ever be held up.
    mailbox = Mailbox(capacity: 4096)
    console = try Console(
      role: .trainer, control: control, mailbox: mailbox, theme: options.theme,
      mode: options.headless ? .plain : .screen,
      references: PublishedResult.references(
        loss: recipe.loss.name.rawValue, detector: recipe.detector.name))
    self.job = try job()
  }

  /// Trains, and shows it, to the end; the process's exit status says how that was.
  func run() throws {
    let completion = RunCompletion()
    let outcome = Mutex<RunState?>(nil)
    let events = try EventLog(job.folder, report: mailbox.send)
    DispatchQueue(label: "tailboard.training", qos: .userInitiated).async { [job, control, mailbox] in
      let state = job.train(control, events, mailbox)
      outcome.withLock { $0 = state }
      completion.reach()
    }
    let ending = console.run(until: completion)
    // An abandoned trainer is still at work: leaving without destructors is the only safe way out.
    if ending == .abandoned { _exit(130) }
    if outcome.withLock({ $0 }) == .failed { throw ExitCode.failure }
  }
}
