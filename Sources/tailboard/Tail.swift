import ArgumentParser
import Foundation
import LegibleText
import LogTail

struct Tail: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print what any trainer logs, in tailboard's own words.",
    discussion: """
      With --jsonl each record is one line as in the events.jsonl of tailboard's own runs, with the run's name: \
      "metrics" with step, epoch, time and values, "evaluated" with AP in 0–100, "log" for lines of text and for records \
      that cannot be read. What the log does not say is null; NaN and infinities are bare words, as Python writes them.

      Examples:
        tailboard tail work_dirs/ --jsonl --follow
        tailboard tail output/metrics.json --jsonl | jq -c 'select(.event == "evaluated") | .summary'
      """)

  @Argument(help: "A log, or a folder with logs below it.", completion: .file())
  var path: String

  @Flag(help: "Print one JSON object a line.")
  var jsonl = false

  @Flag(help: "Go on with what is written later, and with runs that begin later.")
  var follow = false

  func run() throws {
    // What reads the lines may end first: that is no crash.
    signal(SIGPIPE, SIG_DFL)
    var runs: [String: TailedRun] = [:]
    var told: Set<String> = []
    repeat {
      let found = RunSearch.runs(below: [path])
      for problem in found.problems where told.insert("\(problem)").inserted { Output.complain("\(problem)") }
      if runs.isEmpty && found.runs.isEmpty && !follow { throw ExitCode.failure }
      for run in found.runs where runs[run.name]?.run != run {
        runs[run.name] = runs[run.name]?.continued(by: run) ?? TailedRun(run)
      }
      for _ in 0..<(follow ? Self.looksBetweenSearches : 1) {
        printNews(of: &runs, &told)
        if follow { Thread.sleep(forTimeInterval: 0.1) }
      }
    } while follow
  }

  /// A search for new runs opens files: once in two seconds.
  private static let looksBetweenSearches = 20

  private func printNews(of runs: inout [String: TailedRun], _ told: inout Set<String>) {
    for name in runs.keys.sorted() {
      do throws(LogError) {
        try runs[name]?.readNews(isLast: !follow) { news, keys in
          let lines = jsonl ? keys.jsonLines(of: news, run: name) : keys.plainLines(of: news, run: name)
          Output.text(lines)
        }
      } catch {
        if told.insert("\(error)").inserted { Output.complain("\(error)") }
      }
    }
  }
}
