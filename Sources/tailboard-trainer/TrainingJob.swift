import Events
import Foundation
import Recipes
import RunStore
import Training

/// What the training queue does from its first to its last moment.
struct TrainingJob: Sendable {
  let recipe: Recipe
  let folder: RunFolder
  let isResumed: Bool

  /// Trains with every event kept and sent, and closes the log; returns how that ended.
  func train(_ control: RunControl, _ log: EventLog, _ mailbox: Mailbox<RunEvent>) -> RunState {
    defer { log.close() }
    return train(control) { event in
      log.append(event)
      mailbox.send(event)
    }
  }

  /// Finds or draws the data, then trains. Failures are logged.
  private func train(_ control: RunControl, _ emit: @escaping @Sendable (RunEvent) -> Void) -> RunState {
    do {
      let sources = try recipe.data.sources { emit(event(.phase($0))) }
      return TrainingRun(
        recipe: recipe, sources: sources, folder: folder, isResumed: isResumed, control: control, emit: emit
      ).run()
    } catch {
      emit(event(.log(.error, "\(error)")))
      emit(event(.state(.failed)))
      return .failed
    }
  }

  private func event(_ body: RunEvent.Body) -> RunEvent {
    RunEvent(run: RunID(folder.name), time: Date().timeIntervalSince1970, body: body)
  }
}
