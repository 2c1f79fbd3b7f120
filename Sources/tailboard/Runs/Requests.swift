import ArgumentParser
import Events
import Foundation
import JSON
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
    guard wait else { return report(Outcome(asked, folder, .asked, state: status.state)) }
    let outcome = try Answer(to: asked, in: folder, state: status.state).wait(&tail)
    report(outcome)
    if outcome.ending != .answered { throw ExitCode.failure }
  }

  private func report(_ outcome: Outcome) { Output.text(json ? outcome.json : outcome.text) }
}

/// What came of a request.
struct Outcome {
  enum Ending: String { case asked, answered, ended, died }

  let asked: AskedRequest
  let folder: RunFolder
  let ending: Ending
  let state: RunState?
  /// Errors the trainer told while it answered.
  let errors: [String]

  init(
    _ asked: AskedRequest, _ folder: RunFolder, _ ending: Ending, state: RunState?, errors: [String] = []
  ) {
    self.asked = asked
    self.folder = folder
    self.ending = ending
    self.state = state
    self.errors = errors
  }

  var json: String {
    var writer = JSONWriter()
    writer.object {
      $0.member("run", folder.path)
      $0.member("request", asked.request.rawValue)
      $0.member("id", asked.id)
      $0.member("outcome", ending.rawValue)
      $0.member("state", state?.rawValue)
      $0.member("errors", errors)
    }
    return writer.text
  }

  var text: String {
    let state = state?.rawValue ?? "starting"
    let sentence =
      switch ending {
      case .asked: "asked \(folder.path) to \(asked.request.rawValue): it answers after its present step"
      case .answered: "\(folder.path): \(asked.request.rawValue) done, \(state)"
      case .ended: "\(folder.path) \(state) before it could \(asked.request.rawValue)"
      case .died: "\(folder.path): its trainer died before it could \(asked.request.rawValue)"
      }
    return ([sentence] + errors).joined(separator: "\n")
  }
}

/// Waits for a trainer's answer in its events.
private struct Answer {
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

  func wait(_ tail: inout EventTail) throws -> Outcome {
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
  private var ending: Outcome.Ending? {
    let hasEnded = state.map { [.finished, .stopped, .failed].contains($0) } ?? false
    if isAnswered, asked.request != .stop || hasEnded { return .answered }
    return hasEnded ? .ended : nil
  }

  private func outcome(_ ending: Outcome.Ending) -> Outcome {
    Outcome(asked, folder, ending, state: state, errors: errors)
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

struct Pause: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Pause a run after its present step, from any terminal.",
    discussion: """
      Example:
        tailboard pause runs/my-run --wait
      """)
  @OptionGroup var options: RequestOptions
  func run() throws { try options.ask(.pause) }
}

struct Resume: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Go on with a run that is paused.",
    discussion: """
      Example:
        tailboard resume runs/my-run
      """)
  @OptionGroup var options: RequestOptions
  func run() throws { try options.ask(.resume) }
}

struct Checkpoint: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Have a run write a checkpoint after its present step.",
    discussion: """
      Example:
        tailboard checkpoint runs/my-run --wait && cp runs/my-run/checkpoints/*.pt /backup
      """)
  @OptionGroup var options: RequestOptions
  func run() throws { try options.ask(.checkpoint) }
}

struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Have a run evaluate after its present step.",
    discussion: """
      Example:
        tailboard evaluate runs/my-run --wait
      """)
  @OptionGroup var options: RequestOptions
  func run() throws { try options.ask(.evaluate) }
}

struct Stop: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Stop a run: it finishes the step, saves a checkpoint and ends.",
    discussion: """
      Example:
        tailboard stop runs/my-run --wait
      """)
  @OptionGroup var options: RequestOptions
  func run() throws { try options.ask(.stop) }
}
