import ArgumentParser
import Commands
import Console
import Dispatch
import Events
import Foundation
import LegibleText
import RunStore

struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show a run on screen, while it trains or afterwards, and ask things of its trainer.",
    discussion: """
      Follows the run's folder. While its trainer lives, here or on another machine, P pauses and resumes it, C has it
      write a checkpoint, E evaluate, K stop; leaving the screen changes nothing.

      Examples:
        tailboard show
        tailboard show runs/my-run
        tailboard show runs/my-run --headless | grep evaluated
      """)

  @Argument(
    help: "The run's folder, or one with a live run below it. (default: the newest live run, else a list)",
    completion: .directory)
  var folder: String?

  @OptionGroup var screen: ScreenOptions

  @Flag(help: "Print lines instead of showing the dashboard.")
  var headless = false

  func run() throws {
    guard let folder = try chosenFolder() else { return }
    let mailbox = Mailbox<RunEvent>(capacity: 1 << 17)
    let completion = RunCompletion()
    let console = try Console(
      role: .viewer, ask: RequestSender(mailbox) { _ in folder }.send, mailbox: mailbox, theme: screen.theme,
      mode: headless ? .plain : .screen)
    DispatchQueue(label: "tailboard.tail").async { Self.follow(folder, into: mailbox, until: completion) }
    _ = console.run(
      until: completion, in: Console.Place(of: folder.path, begins: screen.fresh ? .fresh : .asLeft))
  }

  /// The run that is meant; nil once the runs to choose from have been listed.
  private func chosenFolder() throws -> RunFolder? {
    do {
      return try RunChoice.folder(folder)
    } catch let error as RunChoiceError {
      let runs = (folder.map { RunFolder.all(below: $0) } ?? RunChoice.usual).compactMap {
        try? RunStatus(of: $0)
      }
      guard !runs.isEmpty else { throw error }
      Output.text(RunTable(runs, now: Date().timeIntervalSince1970).text)
      Output.text("\nnone of them trains now: tailboard show RUN looks at one")
      return nil
    }
  }

  /// Sends what is written for as long as the process lives, and says when the run has ended.
  private static func follow(
    _ folder: RunFolder, into mailbox: Mailbox<RunEvent>, until completion: RunCompletion
  ) {
    do {
      var run = try FollowedRun(folder)
      while true {
        let events = try run.next()
        for event in events { mailbox.send(event) }
        if let last = events.last, last.body.endsTheRun { completion.reach() }
        if !events.isEmpty { Console.wake() }
        // A pause between portions of a long history lets the screen take them in before the next.
        Thread.sleep(forTimeInterval: 0.05)
      }
    } catch {
      mailbox.send(
        RunEvent(run: RunID(folder.name), time: Date().timeIntervalSince1970, body: .log(.error, "\(error)")))
      completion.reach()
    }
  }
}

extension RunEvent.Body {
  /// Whether nothing follows it, unless the run is resumed.
  fileprivate var endsTheRun: Bool {
    switch self {
    case .state(let state): [.finished, .stopped, .failed].contains(state)
    case .held(.died), .held(.free): true
    default: false
    }
  }
}

/// Puts what is asked on the screen into the folders of runs, on a queue of its own: a slow file system holds nobody up.
struct RequestSender: Sendable {
  private let queue = DispatchQueue(label: "tailboard.requests", qos: .userInitiated)
  private let mailbox: Mailbox<RunEvent>
  private let folder: @Sendable (RunID) -> RunFolder?

  /// - Parameters:
  ///   - mailbox: is told what could not be asked.
  ///   - folder: the folder of a run; nil where there is none.
  init(_ mailbox: Mailbox<RunEvent>, folder: @escaping @Sendable (RunID) -> RunFolder?) {
    self.mailbox = mailbox
    self.folder = folder
  }

  /// Asks something of a run's trainer; a signal is for this process alone.
  func send(_ request: ControlRequest, _ run: RunID, _ requester: Requester) {
    guard run != .none, let folder = folder(run) else { return }
    queue.async { [mailbox] in
      do {
        try folder.ask(AskedRequest(request, by: requester))
      } catch {
        let body = RunEvent.Body.log(.error, "\(request.rawValue) could not be asked: \(error)")
        mailbox.send(RunEvent(run: run, time: Date().timeIntervalSince1970, body: body))
      }
    }
  }
}
