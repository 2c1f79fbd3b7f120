import ArgumentParser
import Foundation
import JSON
import LegibleText
import RunStore

struct Runs: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List runs: state, who trains them where, step, AP, last news, disk.",
    discussion: """
      A run whose trainer was killed is listed as died.

      Examples:
        tailboard runs
        tailboard runs /data/runs --json | jq -r 'select(.live) | .run'
      """)

  @Argument(help: "The folder with runs below it. (default: runs, else this one)", completion: .directory)
  var folder: String?

  @Flag(help: "Print one JSON object a line.")
  var json = false

  func run() throws {
    let folders = folder.map { RunFolder.all(below: $0) } ?? RunChoice.usual
    let runs = folders.compactMap { try? RunStatus(of: $0) }
    if json { return runs.forEach { Output.text($0.json) } }
    guard !runs.isEmpty else {
      return Output.text("no runs below \(folder ?? "runs"). Start one: tailboard train RECIPE")
    }
    Output.text(RunTable(runs, now: Date().timeIntervalSince1970).text)
  }
}
