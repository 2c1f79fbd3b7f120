import ArgumentParser
import Evaluation
import Foundation
import JSON

struct Eval: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Evaluate a results file: AP as the benchmark's own tool computes it, and why.",
    discussion: """
      Beside AP each class gets its ranking error R at IoU 0.5 (how often a false detection is scored above a true
      one), its odds α of false to true ones, and the least and most AP that they leave possible for what was found.

      Examples:
        tailboard eval --gt lvis_v1_val.json --dt results.json
        tailboard eval --gt lvis_v1_val.json --dt results.json --type segm --per-class
        tailboard eval --gt instances_val2017.json --dt results.json --style coco --json
      """)

  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case bbox, segm

    var content: ResultsFile.Content {
      switch self {
      case .bbox: .boxes
      case .segm: .masks
      }
    }
  }

  enum Style: String, ExpressibleByArgument, CaseIterable {
    case lvis, coco
  }

  @Option(help: ArgumentHelp("The annotations, LVIS or COCO JSON.", valueName: "file"))
  var gt: String

  @Option(help: ArgumentHelp("The detections, a JSON array in COCO's results format.", valueName: "file"))
  var dt: String

  @Option(help: "What is held against each other: boxes (bbox) or masks (segm).")
  var type = Kind.bbox

  @Option(help: "The benchmark whose rules count.")
  var style = Style.lvis

  @Option(
    help: "Detections that count: for lvis of an image (default: 300), for coco of a class in an image (100)."
  )
  var maxDets: Int?

  @Flag(help: "Print one JSON object; a number of nothing to find is -1, as in the benchmarks' tools.")
  var json = false

  @Flag(help: "Print every class too.")
  var perClass = false

  func validate() throws {
    if let maxDets, maxDets < 1 {
      throw ValidationError("--max-dets: expected a whole number from 1, got \(maxDets).")
    }
  }

  func run() throws {
    let evaluation = try FileEvaluation(
      truths: URL(fileURLWithPath: gt), detections: URL(fileURLWithPath: dt), content: type.content,
      rules: rules)
    let report = EvaluationReport(evaluation.results, detail: perClass ? .everyClass : .summary)
    print(json ? object(of: report) : report.lines.joined(separator: "\n"))
  }

  private var rules: BenchmarkRules {
    switch style {
    case .lvis: maxDets.map { .lvis(detectionsPerImage: $0) } ?? .lvis
    case .coco:
      maxDets.map { limit in .coco(detectionsPerClass: [1, 10].filter { $0 < limit } + [limit]) } ?? .coco
    }
  }

  private func object(of report: EvaluationReport) -> String {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("style", style.rawValue)
      writer.member("type", type.rawValue)
      report.writeMembers(to: &writer)
    }
    return writer.text
  }
}
