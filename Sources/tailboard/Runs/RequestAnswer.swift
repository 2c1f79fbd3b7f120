import Events
import Foundation
import RunStore

/// Waits for a trainer's answer in its events.
struct RequestAnswer {
  private static let interval = 0.02
  private static let looksBetweenChecks = 50

  let asked: AskedRequest
  let folder: RunFolder
  private var state: RunState?
  private var errors: [String] = []
  private var isTaken = false
  private var isAnswered = false

  init(to asked: AskedRequest, in folder: RunFolder, state: RunState?) {
    self.asked = asked
    self.folder = folder
    self.state = state
  }

  func wait(_ tail: inout EventTail) throws -> RequestOutcome {
    var answer = self
    var looks = 0
    while true {
      for event in try tail.next() { answer.take(event.body) }
      if let ending = answer.ending { return answer.outcome(ending) }
      looks += 1
      if looks % Self.looksBetweenChecks == 0, RunHolding.of(folder: folder.path).holder == nil {
        for event in try tail.next() { answer.take(event.body) }
        return answer.outcome(answer.ending ?? .died)
      }
      Thread.sleep(forTimeInterval: Self.interval)
    }
  }

  private mutating func take(_ body: RunEvent.Body) {
    switch body {
    case .asked(let other): isTaken = isTaken || other.id == asked.id
    case .answered(_, let id): isAnswered = isAnswered || id == asked.id
    case .state(let new): state = new
    case .log(.error, let text): if isTaken, !isAnswered { errors.append(text) }
    default: break
    }
  }

  /// A stop is done once the trainer says that it has ended.
  private var ending: RequestOutcome.Ending? {
    let hasEnded = state.map { [.finished, .stopped, .failed].contains($0) } ?? false
    if isAnswered, asked.request != .stop || hasEnded { return .answered }
    return hasEnded ? .ended : nil
  }

  private func outcome(_ ending: RequestOutcome.Ending) -> RequestOutcome {
    RequestOutcome(asked, folder, ending, state: state, errors: errors)
  }
}
