import ArgumentParser
import Commands
import Console
import Dispatch
import Events
import Foundation
import Recipes
import RunStore
import Synchronization
import Training

/// One run in this process: the trainer on a serial queue, the console on the main thread, only values between them.
struct TrainingProcess: Sendable {
  /// Events that may wait for the main thread; a second of training makes some tens.
  private static let waitingEvents = 4096

  private let recipe: Recipe
  private let folder: RunFolder
  private let isResumed: Bool
  private let theme: String
  private let mode: Console.Mode

  /// A new run, in the folder of the options or in a new one below `runs`.
  init(starting recipe: Recipe, _ options: RunOptions) throws {
    self.recipe = recipe
    (theme, mode) = (options.theme, options.headless ? .plain : .screen)
    isResumed = false
    if let path = options.folder {
      folder = try RunFolder(creating: path, recipe: recipe.text)
    } else {
      folder = try RunFolder(in: "runs", named: recipe.name, on: Date(), recipe: recipe.text)
    }
  }

  /// The run of a folder, which goes on from its newest good checkpoint by its own recipe.
  init(resuming path: String, _ options: RunOptions) throws {
    folder = try RunFolder(opening: path)
    recipe = try Recipe(contentsOf: folder.recipe).applying(overrides: options.overrides)
    (theme, mode) = (options.theme, options.headless ? .plain : .screen)
    isResumed = true
  }

  /// Trains, and shows it, to the end; the process's exit status says how that was.
  func run() throws {
    let control = RunControl()
    let mailbox = Mailbox<RunEvent>(capacity: Self.waitingEvents)
    let completion = RunCompletion()
    let outcome = Mutex<RunState?>(nil)
    let console = try Console(
      role: .trainer, control: control, mailbox: mailbox, theme: theme, mode: mode)
    let events = try EventLog(folder, report: mailbox.send)
    DispatchQueue(label: "tailboard.training", qos: .userInitiated).async {
      let state = train(control) { event in
        events.append(event)
        mailbox.send(event)
      }
      outcome.withLock { $0 = state }
      events.close()
      completion.reach()
    }
    let ending = console.run(until: completion)
    // An abandoned trainer is still at work: leaving without destructors is the only safe way out.
    if ending == .abandoned { _exit(130) }
    if outcome.withLock({ $0 }) == .failed { throw ExitCode.failure }
  }

  private func train(_ control: RunControl, _ emit: @escaping @Sendable (RunEvent) -> Void) -> RunState {
    let run = RunID(folder.name)
    do {
      let sources = try recipe.data.sources { phase in
        emit(RunEvent(run: run, time: Date().timeIntervalSince1970, body: .phase(phase)))
      }
      return TrainingRun(
        recipe: recipe, sources: sources, folder: folder, isResumed: isResumed, control: control, emit: emit
      ).run()
    } catch {
      let now = Date().timeIntervalSince1970
      emit(RunEvent(run: run, time: now, body: .log(.error, "\(error)")))
      emit(RunEvent(run: run, time: now, body: .state(.failed)))
      return .failed
    }
  }
}
