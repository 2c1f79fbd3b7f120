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

  /// Finds or draws the data, then trains; returns how that ended. Failures are logged.
  func train(_ control: RunControl, _ emit: @escaping @Sendable (RunEvent) -> Void) -> RunState {
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
