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
    try RequestOptions.ask(request, of: RunChoice.folder(run), wait: wait, json: json)
  }

  /// Asks a run's trainer, and says what came of it.
  static func ask(_ request: ControlRequest, of folder: RunFolder, wait: Bool, json: Bool) throws {
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
    let outcome =
      wait
      ? try RequestAnswer(to: asked, in: folder, state: status.state).wait(&tail)
      : RequestOutcome(asked, folder, .asked, state: status.state)
    Output.text(json ? outcome.json : outcome.text)
    guard wait else { return }
    if outcome.ending != .answered { throw ExitCode.failure }
  }
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
