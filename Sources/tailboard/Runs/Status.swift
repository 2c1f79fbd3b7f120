import ArgumentParser
import Foundation
import JSON
import LegibleText
import RunStore

struct Status: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what a run is doing, who trains it and where, and how to go on.",
    discussion: """
      Examples:
        tailboard status runs/my-run
        tailboard status runs/my-run --json | jq .state
      """)

  @Argument(
    help: "The run's folder, or one with a live run below it. (default: the newest live run)",
    completion: .directory)
  var folder: String?

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    let status = try RunStatus(of: RunChoice.folder(folder))
    Output.text(json ? status.json : status.lines(now: Date().timeIntervalSince1970).joined(separator: "\n"))
  }
}

extension RunStatus {
  /// One line of JSON.
  var json: String {
    var writer = JSONWriter()
    writer.value(self)
    return writer.text
  }
}
