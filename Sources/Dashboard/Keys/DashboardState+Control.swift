import Cells
import Events

extension DashboardState {
  /// Turns a training key into a request, and says what was asked: what becomes of it the trainer says.
  mutating func control(_ action: TrainingAction) -> [Command] {
    guard let run, run.source == nil else {
      return refuse("this run has a trainer of its own: it is only read")
    }
    guard !run.hasEnded else { return refuse("the run has ended") }
    guard role == .trainer || run.holding?.holder != nil else { return refuse(Self.absence(of: run)) }
    switch action {
    case .pauseOrResume: return ask(run.isPausing ? .resume : .pause)
    case .checkpoint: return ask(.checkpoint)
    case .evaluate: return ask(.evaluate)
    case .stop: return stop(run)
    }
  }

  private static let agreement: [Key] = [.character("K"), .control("c"), .character("y"), .enter]

  /// K or y stops, anything else goes on.
  mutating func answerStopQuestion(_ key: Key) -> [Command] {
    overlay = nil
    return Self.agreement.contains(key) ? ask(.stop) : []
  }

  /// Asks before stopping; while the trainer of this process stops already, asks before leaving it at once.
  private mutating func stop(_ run: RunHistory) -> [Command] {
    let isStopping = run.state == .stopping || run.asked.contains(.stop)
    guard isStopping, role == .viewer else {
      overlay = isStopping ? .abandonQuestion : .stopQuestion
      return []
    }
    return refuse("it is stopping already: finishing the step, then saving")
  }

  /// K or y quits at once, anything else waits for the checkpoint.
  mutating func answerAbandonQuestion(_ key: Key) -> [Command] {
    overlay = nil
    return Self.agreement.contains(key) ? [.abandon] : []
  }

  private mutating func ask(_ request: ControlRequest) -> [Command] {
    guard let run else { return [] }
    runs[focusedIndex].ask(request)
    say("asked: \(request.rawValue)")
    return [.send(request, run.id)]
  }

  private mutating func refuse(_ reason: String) -> [Command] {
    say(reason)
    return []
  }

  private static func absence(of run: RunHistory) -> String {
    let folder = run.description?.folder ?? "RUN"
    return "its trainer is gone: tailboard train --resume \(folder) goes on from the last checkpoint"
  }
}

extension RunHistory {
  /// Whether it is paused or asked to be, so that the next key means to go on.
  fileprivate var isPausing: Bool {
    ([.paused, .pausing].contains(state) || asked.contains(.pause)) && !asked.contains(.resume)
  }
}
