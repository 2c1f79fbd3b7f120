import Cells
import Events

extension DashboardState {
  /// Turns a training key into a request, and says what will happen.
  mutating func control(_ action: Action) -> [Command] {
    guard role == .trainer else {
      say("this is a view of the run: its trainer takes the keys in its own terminal")
      return []
    }
    guard !hasEnded else {
      say("the run has ended")
      return []
    }
    switch action {
    case .pauseOrResume: return pauseOrResume()
    case .checkpoint: return ask(.checkpoint, "checkpoint after this step")
    case .evaluate: return ask(.evaluate, "evaluation after this step")
    default: return stop()
    }
  }

  private static let agreement: [Key] = [.character("K"), .control("c"), .character("y"), .enter]

  /// K or y stops, anything else goes on.
  mutating func answerStopQuestion(_ key: Key) -> [Command] {
    overlay = nil
    guard Self.agreement.contains(key) else { return [] }
    if run != nil { runs[focusedIndex].state = .stopping }
    return ask(.stop, "stopping: finishing the step, then saving")
  }

  /// Asks before stopping; while the trainer stops already, asks before leaving it at once.
  private mutating func stop() -> [Command] {
    overlay = run?.state == .stopping ? .abandonQuestion : .stopQuestion
    return []
  }

  /// K or y quits at once, anything else waits for the checkpoint.
  mutating func answerAbandonQuestion(_ key: Key) -> [Command] {
    overlay = nil
    return Self.agreement.contains(key) ? [.abandon] : []
  }

  private mutating func pauseOrResume() -> [Command] {
    switch run?.state {
    case .paused, .pausing: return ask(.resume, "resuming")
    default:
      // Shown at once: the trainer says so only when its step is done.
      if run != nil { runs[focusedIndex].state = .pausing }
      return ask(.pause, "pausing: finishing the step")
    }
  }

  private mutating func ask(_ request: ControlRequest, _ answer: String) -> [Command] {
    say(answer)
    return [.send(request)]
  }
}
