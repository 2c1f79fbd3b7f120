import ArgumentParser
import Evaluation
import Foundation
import JSON
import LegibleText

struct BenchEval: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Time an LVIS evaluation of made detections, from files to numbers.",
    discussion: """
      Example, with files that other tools can be timed on:
        tailboard bench eval --folder /tmp/case
      """)

  @Option(help: "Number of images.")
  var images = 400

  @Option(help: "Detections in each image.")
  var detections = 300

  @Option(help: "Number of classes.")
  var classes = 1203

  @Option(help: "What the case is drawn from.")
  var seed: UInt64 = 1

  @Option(help: "Evaluations timed; the fastest counts.")
  var repeats = 3

  @Option(
    help: ArgumentHelp("Keep the files there, as annotations.json and results.json.", valueName: "folder"))
  var folder: String?

  @Flag(help: "Print one JSON object.")
  var json = false

  func validate() throws {
    for (name, value) in [
      ("images", images), ("detections", detections), ("classes", classes), ("repeats", repeats),
    ] where value < 1 {
      throw ValidationError("--\(name): expected a whole number from 1, got \(value).")
    }
  }

  func run() throws {
    let folder =
      folder.map { URL(fileURLWithPath: $0) }
      ?? FileManager.default.temporaryDirectory.appending(path: "tailboard-bench-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { if self.folder == nil { try? FileManager.default.removeItem(at: folder) } }
    let truths = folder.appending(path: "annotations.json")
    let results = folder.appending(path: "results.json")
    try SyntheticCase(images: images, detectionsPerImage: detections, classes: classes, seed: seed)
      .write(truths: truths, detections: results)
    let megabytes = try Double(results.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0) / 1e6
    let timings = try [("boxes", ResultsFile.Content.boxes), ("masks", .masks)].map { name, content in
      try Timing(name: name, of: content, truths: truths, results: results, repeats: repeats)
    }
    Output.text(json ? object(timings, megabytes: megabytes) : table(timings, megabytes: megabytes))
  }

  private func table(_ timings: [Timing], megabytes: Double) -> String {
    let heading =
      "\(images) images × \(detections) detections, \(String(format: "%.1f", megabytes)) MB, LVIS rules"
    return ([heading] + timings.map(\.line)).joined(separator: "\n")
  }

  private func object(_ timings: [Timing], megabytes: Double) -> String {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("images", images)
      writer.member("detections_per_image", detections)
      writer.member("megabytes", megabytes)
      for timing in timings {
        writer.object(timing.name) { writer in
          writer.member("seconds", timing.seconds)
          writer.member("peak_megabytes", timing.peakMegabytes)
          writer.member("AP", timing.averagePrecision ?? -1)
        }
      }
    }
    return writer.text
  }
}

/// One evaluation's cost.
private struct Timing {
  let name: String
  /// The fastest, from files to numbers.
  let seconds: Double
  /// The process's largest resident memory so far.
  let peakMegabytes: Double
  let averagePrecision: Double?

  init(
    name: String, of content: ResultsFile.Content, truths: URL, results: URL, repeats: Int
  ) throws {
    var best = Duration.seconds(Int.max), numbers: EvaluationResults?
    for _ in 0..<repeats {
      let start = ContinuousClock.now
      numbers = try FileEvaluation(
        truths: truths, detections: [results], content: content, rules: .lvis, depth: .precision
      )
      .results
      best = min(best, start.duration(to: .now))
    }
    self.name = name
    seconds = best / .seconds(1)
    averagePrecision = numbers?.averagePrecision()
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    peakMegabytes = Double(usage.ru_maxrss) / 1000
  }

  var line: String {
    "\(name)  "
      + String(
        format: "%.3f s  peak memory %.0f MB  AP %.1f", seconds, peakMegabytes,
        100 * (averagePrecision ?? -0.01))
  }
}
