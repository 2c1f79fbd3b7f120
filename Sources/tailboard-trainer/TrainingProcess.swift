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
  private let beginning: Console.Beginning

  /// Where a run that is resumed begins.
  enum Origin {
    case lastCheckpoint, firstStep
  }

  /// A new run, in the folder of the options or in a new one below `runs`. Only who holds the folder writes into it.
  init(starting recipe: Recipe, _ options: RunOptions, _ ranks: Ranks? = nil) throws {
    try self.init(options, recipe, ranks) { mailbox, ranks in
      let path =
        try options.folder ?? RunFolder.reserve(in: RunOptions.parent, named: recipe.name, on: Date())
      try RunFolder.checkFree(path)
      try RunFolder.makeFolder(ofRuns: path)
      let hold = try RunHold(path)
      let folder = try RunFolder(creating: path, recipe: recipe.text)
      return try TrainingJob(recipe, ranks, in: folder, under: hold, isResumed: false, mailbox)
    }
  }

  /// The run of a folder, which goes on from its newest good checkpoint by its own recipe. A run that cannot go on is left
  /// as it is.
  init(resuming path: String, _ origin: Origin, _ options: RunOptions, _ ranks: Ranks? = nil) throws {
    let folder = try RunFolder(resuming: path)
    let recipe = try Recipe(contentsOf: folder.recipe).applying(overrides: options.settings)
    try self.init(options, recipe, ranks) { mailbox, ranks in
      let hold = try RunHold(path)
      let shelf = CheckpointShelf(folder, keeping: recipe.run.keptCheckpoints)
      switch origin {
      case .lastCheckpoint: _ = try shelf.origin(of: folder)
      case .firstStep:
        if let aside = try shelf.setAside() { Output.note("earlier checkpoints are in \(aside)") }
      }
      return try TrainingJob(
        recipe, ranks, in: folder, under: hold, isResumed: origin == .lastCheckpoint, mailbox)
    }
  }

  /// Goes on with a run, unless it is finished and nothing new is asked of it.
  static func resume(
    _ path: String, _ origin: Origin, _ options: RunOptions, _ ranks: Ranks? = nil
  ) throws {
    let run = try RunFolder(resuming: path)
    let isFinished = (try? RunStatus(of: run))?.condition == .stated(.finished)
    if isFinished, origin == .lastCheckpoint, options.overrides.isEmpty {
      ranks?.tellFailure("the run is finished")
      return Output.text("\(path) is finished: nothing to go on with")
    }
    try TrainingProcess(resuming: path, origin, options, ranks).run()
  }

  /// Trains a recipe: a new run or, where the options say so and there is one, the run that goes on.
  static func train(_ recipe: Recipe, _ options: RunOptions, _ ranks: Ranks? = nil) throws {
    guard let path = options.runToContinue else {
      return try TrainingProcess(starting: recipe, options, ranks).run()
    }
    try ComparisonPlan.check(RunFolder(resuming: path), isOf: recipe)
    try resume(path, .lastCheckpoint, options.withoutOverrides, ranks)
  }

  /// Options are checked before a folder is made.
  private init(
    _ options: RunOptions, _ recipe: Recipe, _ ranks: Ranks?,
    job: (Mailbox<RunEvent>, Ranks) throws -> TrainingJob
  ) throws {
    let ranks = try ranks ?? Ranks(alone: TrainingContext(alone: recipe.run.device))
    self.ranks = ranks
    let control = RunControl()
    // Room for the history of a run that goes on, which comes all at once.
    let mailbox = Mailbox<RunEvent>(capacity: 1 << 17)
    self.control = control
    beginning = options.screen.fresh ? .fresh : .asLeft
    console = try Console(
      role: .trainer, ask: { request, _, requester in control.send(request, by: requester) },
      mailbox: mailbox, theme: options.screen.theme, mode: options.headless ? .plain : .screen,
      references: PublishedResult.references(
        loss: recipe.loss.name.rawValue, detector: recipe.detector.name))
    self.job = try job(mailbox, ranks)
  }

  /// Trains, and shows it, to the end; the process's exit status says how that was.
  func run() throws {
    let completion = RunCompletion()
    let outcome = Mutex<RunEnding?>(nil)
    let recalls = console.showsScreen
    DispatchQueue(label: "tailboard.training", qos: .userInitiated).async { [job, control, recalls] in
      if recalls { job.recall() }
      let state = job.train(control, left: completion.reach)
      outcome.withLock { $0 = state }
      completion.reach()
    }
    let ending = console.run(
      until: completion, in: Console.Place(of: job.folder.path, begins: beginning),
      background: Background(folder: job.folder.path))
    // An abandoned trainer is still at work: leaving without destructors is the only safe way out.
    if ending == .abandoned {
      job.flush()
      _exit(ExitStatus.abandoned.rawValue)
    }
    if control.hasLeft { _exit(0) }
    do {
      try outcome.withLock { $0 }?.tell()
    } catch {
      // torchrun starts anew what fails: no use where the next start would fail likewise, and its launcher knows.
      if ranks.hasLostOne || !RankLauncher.launchedThis { throw error }
    }
  }
}
