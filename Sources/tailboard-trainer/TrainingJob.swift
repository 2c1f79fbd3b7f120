import Commands
import Events
import Foundation
import Recipes
import RunStore
import Training

/// What the training queue does from its first to its last moment, with a run that this process holds.
struct TrainingJob: Sendable {
  let recipe: Recipe
  let ranks: Ranks
  let folder: RunFolder
  let isResumed: Bool
  private let hold: RunHold
  private let log: EventLog
  private let mailbox: Mailbox<RunEvent>

  /// The run of a folder that this process holds.
  init(
    _ recipe: Recipe, _ ranks: Ranks, in folder: RunFolder, under hold: RunHold, isResumed: Bool,
    _ mailbox: Mailbox<RunEvent>
  ) throws(RunStoreError) {
    self.recipe = recipe
    self.ranks = ranks
    self.folder = folder
    self.isResumed = isResumed
    self.mailbox = mailbox
    self.hold = hold
    log = try EventLog(folder, under: hold, report: mailbox.send)
  }

  /// Sends what a run that goes on has come to, for a screen to show it whole.
  func recall() {
    guard isResumed, let events = try? RecordedEvents(of: folder).events, !events.isEmpty else { return }
    for event in events { mailbox.send(event) }
    // What it ended with before is over.
    mailbox.send(event(.state(.starting)))
  }

  /// Trains with every event kept and sent, and gives the run free; returns how that ended.
  /// - Parameter left: called where the run is stopped before its first step. The calling thread is still reading or
  ///   building then: the process ends without waiting for it.
  func train(_ control: RunControl, left: @escaping @Sendable () -> Void) -> RunEnding {
    defer { close() }
    control.beginStartUp { asked in
      for asked in asked { send(.asked(asked)) }
      send(.state(.stopping))
      for asked in asked { send(.answered(asked.request, id: asked.id)) }
      send(.state(.stopped))
      ranks.tellFailure("it was stopped before its first step")
      close()
      left()
    }
    sayWhatUsersShouldKnow()
    let requests = StartUpRequests(folder, since: hold.start, control) { send(.log(.warning, $0)) }
    defer { requests.end() }
    return train(control) { event in
      // From here on the trainer looks itself.
      if case .started = event.body { requests.end() }
      if !control.hasLeft { send(event) }
    }
  }

  /// Writes what waits, for a process that ends at once.
  func flush() { log.close() }

  private func close() {
    log.close()
    hold.release()
  }

  private func sayWhatUsersShouldKnow() {
    if let (trainer, lastSign) = hold.predecessor {
      let time = Date(timeIntervalSince1970: lastSign).formatted(.iso8601)
      send(.log(.warning, "the trainer before this one, \(trainer), died; last seen \(time)"))
    }
    if let warning = LogoutWarning.here { send(.log(.warning, warning)) }
  }

  /// Finds or draws the data, then trains. Failures are logged.
  private func train(_ control: RunControl, _ emit: @escaping @Sendable (RunEvent) -> Void) -> RunEnding {
    do {
      let sources = try recipe.data.sources { emit(event(.phase($0))) }
      try ranks.tell(recipe.text, as: "recipe")
      return TrainingRun(
        recipe: recipe, sources: sources, ranks: ranks, folder: folder, isResumed: isResumed,
        control: control, hold: hold, emit: emit
      ).run()
    } catch {
      ranks.tellFailure("\(error)")
      emit(event(.log(.error, "\(error)")))
      emit(event(.state(.failed)))
      return .failed
    }
  }

  private func send(_ body: RunEvent.Body) { send(event(body)) }

  private func send(_ event: RunEvent) {
    log.append(event)
    mailbox.send(event)
  }

  private func event(_ body: RunEvent.Body) -> RunEvent {
    RunEvent(run: RunID(folder.name), time: Date().timeIntervalSince1970, body: body)
  }
}
