import ArgumentParser
import Foundation
import JSON
import LegibleText
import LogTail

struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what is in training logs of any trainer: each scalar's points, evaluations, damage.",
    discussion: """
      Reads each file once, to its end, and shows names, steps and values as they are written: the step of mmengine's \
      validation records is an epoch. Only where a file has no steps are they worked out: mmdetection 2.x's from epoch, \
      iter and iterations per epoch, else records are counted. Least and greatest are of finite values. In JSON, NaN \
      and infinities are the strings "NaN", "Infinity" and "-Infinity".

      Examples:
        tailboard inspect work_dirs/
        tailboard inspect work_dirs/ --why
        tailboard inspect output/metrics.json --json | jq '.runs[0].series | keys'
      """)

  @Argument(help: "Logs, or folders with logs below them.", completion: .file())
  var paths: [String]

  @Flag(help: "Print one JSON object.")
  var json = false

  @Flag(help: "Name every file that was looked into and is no log, with the reason.")
  var why = false

  func run() throws {
    let found = RunSearch.runs(below: paths)
    var summaries: [RunSummary] = []
    var problems = found.problems
    for run in found.runs {
      do {
        summaries.append(try RunSummary(reading: run))
      } catch {
        problems.append(error)
      }
    }
    Output.text(json ? object(summaries) : summaries.map(\.text).joined(separator: "\n\n"))
    tell(found.strangers)
    for problem in problems { Output.complain("\(problem)") }
    if !problems.isEmpty { throw ExitCode.failure }
  }

  /// What was seen and is no log: its number, and with --why every name.
  private func tell(_ strangers: [Stranger]) {
    guard !strangers.isEmpty else { return }
    let count = RunSummary.count(strangers.count, "file")
    var lines = why ? strangers.map { "\($0.path): \($0.reason.rawValue)" } : []
    if !why {
      lines = ["\(count) looked into and no log (--why names \(strangers.count == 1 ? "it" : "them"))"]
    }
    for line in lines { Output.complain(line) }
  }

  private func object(_ summaries: [RunSummary]) -> String {
    var writer = JSONWriter()
    writer.object { $0.member("runs", summaries) }
    return writer.text
  }
}
