import ArgumentParser
import Commands
import Comparison
import Console
import Dispatch
import Events
import Foundation
import Recipes
import LegibleText
import RunStore
import Synchronization
import Training

/// One run in this process: the trainer on a serial queue, the console on the main thread, only values between them.
struct TrainingProcess {
  private let job: TrainingJob
  private let control: RunControl
  private let ranks: Ranks
  private let console: Console

  /// A new run, in the folder of the options or in a new one below `runs`.
  init(starting recipe: Recipe, _ options: RunOptions, _ ranks: Ranks? = nil) throws {
    try self.init(options, recipe, ranks) { mailbox, ranks in
      let folder =
        if let path = options.folder {
          try RunFolder(creating: path, recipe: recipe.text)
        } else {
          try RunFolder(in: RunOptions.parent, named: recipe.name, on: Date(), recipe: recipe.text)
        }
      return try TrainingJob(recipe, ranks, in: folder, isResumed: false, mailbox)
    }
  }

  /// The run of a folder, which goes on from its newest good checkpoint by its own recipe.
  init(resuming path: String, _ options: RunOptions, _ ranks: Ranks? = nil) throws {
    let folder = try RunFolder(opening: path)
    let recipe = try Recipe(contentsOf: folder.recipe).applying(overrides: options.settings)
    try self.init(options, recipe, ranks) { try TrainingJob(recipe, $1, in: folder, isResumed: true, $0) }
  }

  /// Trains a recipe: a new run or, where the options say so and there is one, the run that goes on.
  static func train(_ recipe: Recipe, _ options: RunOptions, _ ranks: Ranks? = nil) throws {
    guard let path = options.runToContinue else {
      return try TrainingProcess(starting: recipe, options, ranks).run()
    }
    let folder = try RunFolder(opening: path)
    try ComparisonPlan.check(folder, isOf: recipe)
    guard try RunStatus(of: folder).condition != .stated(.finished) else {
      return Output.text("\(path) is finished: nothing to go on with")
    }
    try TrainingProcess(resuming: path, options.withoutOverrides, ranks).run()
  }

  /// Options are checked before a folder is made.
  private init(
    _ options: RunOptions, _ recipe: Recipe, _ ranks: Ranks?,
    job: (Mailbox<RunEvent>, Ranks) throws -> TrainingJob
  ) throws {
    let ranks = try ranks ?? Ranks(alone: TrainingContext(alone: recipe.run.device))
    self.ranks = ranks
    let control = RunControl()
    // Room for minutes of events, should the main thread ever be held up.
    let mailbox = Mailbox<RunEvent>(capacity: 4096)
    self.control = control
    console = try Console(
      role: .trainer, ask: { request, _, requester in control.send(request, by: requester) },
      mailbox: mailbox, theme: options.theme, mode: options.headless ? .plain : .screen,
      references: PublishedResult.references(
        loss: recipe.loss.name.rawValue, detector: recipe.detector.name))
    self.job = try job(mailbox, ranks)
  }

  /// Trains, and shows it, to the end; the process's exit status says how that was.
  func run() throws {
    let completion = RunCompletion()
    let outcome = Mutex<RunState?>(nil)
    DispatchQueue(label: "tailboard.training", qos: .userInitiated).async { [job, control] in
      let state = job.train(control, left: completion.reach)
      outcome.withLock { $0 = state }
      completion.reach()
    }
    let ending = console.run(until: completion, background: Background(folder: job.folder.path))
    // An abandoned trainer is still at work: leaving without destructors is the only safe way out.
    if ending == .abandoned {
      job.flush()
      _exit(130)
    }
    if control.hasLeft { _exit(0) }
    // torchrun starts anew what fails: no use where the next start would fail likewise, and its launcher knows.
    if outcome.withLock({ $0 }) == .failed, !ranks.hasLostOne, RankLauncher.launchedThis { return }
    if outcome.withLock({ $0 }) == .failed { throw ExitCode.failure }
  }
}
