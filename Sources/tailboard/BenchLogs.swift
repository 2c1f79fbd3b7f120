import ArgumentParser
import Foundation
import JSON
import LegibleText
import LogTail

struct BenchLogs: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logs",
    abstract: "Time the readers of training logs on logs made for it.",
    discussion: """
      From file to every point in its series, on one core, both checksums of TensorBoard's records included. Files come \
      from the page cache, as those do that were just written.

      Example:
        tailboard bench logs --json
      """)

  @Option(help: "Megabytes of the metrics.json; the events file and the text log have a quarter.")
  var megabytes = 1000

  @Option(help: "Runs in the folder that is searched.")
  var runs = 1000

  @Option(help: "What the logs are drawn from.")
  var seed: UInt64 = 1

  @Option(help: "Readings timed; the fastest counts.")
  var repeats = 3

  @Option(
    help: "Write the logs there and keep them, for other readers to be timed on.", completion: .directory)
  var folder: String?

  @Flag(help: "Print one JSON object.")
  var json = false

  func validate() throws {
    for (name, value) in [("megabytes", megabytes), ("runs", runs), ("repeats", repeats)] where value < 1 {
      throw ValidationError("--\(name): expected a whole number from 1, got \(value).")
    }
  }

  func run() throws {
    let temporary = FileManager.default.temporaryDirectory.appending(path: "tailboard-logs-\(getpid())").path
    let place = folder ?? temporary
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    defer { if folder == nil { try? FileManager.default.removeItem(atPath: place) } }
    let report = try LogTimings(
      folder: place, bytes: megabytes * 1_000_000, runs: runs, seed: seed, repeats: repeats)
    Output.text(json ? report.json : report.text)
  }
}
