import ArgumentParser
import Console
import Dispatch
import Events
import Foundation
import RunStore

struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show a run on screen, while it trains or afterwards.",
    discussion: """
      Reads the run's folder and changes nothing: the trainer goes on whatever happens here.

      Examples:
        tailboard show runs/my-run
        tailboard show runs/my-run --headless | grep evaluated
      """)

  @Argument(help: "The run's folder.", completion: .directory)
  var folder: String

  @Option(help: "The name of a theme.")
  var theme = "default"

  @Flag(help: "Print lines instead of showing the dashboard.")
  var headless = false

  func run() throws {
    let run = try RunFolder(opening: folder)
    let mailbox = Mailbox<RunEvent>(capacity: 1 << 17)
    let completion = RunCompletion()
    let console = try Console(
      role: .viewer, control: RunControl(), mailbox: mailbox, theme: theme, mode: headless ? .plain : .screen)
    DispatchQueue(label: "tailboard.tail").async { Self.follow(run, into: mailbox, until: completion) }
    _ = console.run(until: completion)
  }

  /// Sends what is written for as long as the process lives, and says when the run has ended.
  private static func follow(
    _ folder: RunFolder, into mailbox: Mailbox<RunEvent>, until completion: RunCompletion
  ) {
    do {
      var tail = try EventTail(of: folder)
      while true {
        let events = try tail.next()
        for event in events { mailbox.send(event) }
        if events.last?.body.endsTheRun == true { completion.reach() }
        // A pause between portions of a long history lets the screen take them in before the next.
        Thread.sleep(forTimeInterval: events.isEmpty ? 0.25 : 0.05)
      }
    } catch {
      let body = RunEvent.Body.log(.error, "\(error)")
      mailbox.send(RunEvent(run: RunID(folder.name), time: Date().timeIntervalSince1970, body: body))
      completion.reach()
    }
  }
}

extension RunEvent.Body {
  /// Whether nothing follows it, unless the run is resumed.
  fileprivate var endsTheRun: Bool {
    if case .state(let state) = self { [.finished, .stopped, .failed].contains(state) } else { false }
  }
}
