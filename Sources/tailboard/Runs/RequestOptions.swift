import ArgumentParser
import Events
import Foundation
import LegibleText
import RunStore

/// What every command takes that asks something of a run's trainer.
struct RequestOptions: ParsableArguments {
  @Argument(
    help: "The run's folder, or one with a live run below it. (default: the newest live run)",
    completion: .directory)
  var run: String?

  @Flag(help: "Wait until it is done, or the run has ended.")
  var wait = false

  @Flag(help: "Print one JSON object.")
  var json = false

  /// Asks, and says what came of it.
  func ask(_ request: ControlRequest) throws {
    let folder = try RunChoice.folder(run)
    let status = try RunStatus(of: folder)
    guard status.condition.isLive, status.holding.holder != nil else {
      throw RequestError.noTrainer(folder: folder.path, condition: status.condition)
    }
    let terminal = ttyname(STDIN_FILENO).map {
      String(cString: $0).replacing("/dev/", with: "", maxReplacements: 1)
    }
    let asked = AskedRequest(request, by: .here(through: terminal))
    var tail = try EventTail(of: folder, from: .end)
    try folder.ask(asked)
    guard wait else { return report(RequestOutcome(asked, folder, .asked, state: status.state)) }
    let outcome = try RequestAnswer(to: asked, in: folder, state: status.state).wait(&tail)
    report(outcome)
    if outcome.ending != .answered { throw ExitCode.failure }
  }

  private func report(_ outcome: RequestOutcome) { Output.text(json ? outcome.json : outcome.text) }
}

/// Why nothing can be asked.
enum RequestError: Error, CustomStringConvertible {
  case noTrainer(folder: String, condition: RunStatus.Condition)

  var description: String {
    switch self {
    case .noTrainer(let folder, let condition):
      "\(folder) has no trainer to ask (\(condition.word)). tailboard train --resume \(folder) goes on with it."
    }
  }
}
