import Annotations
import ArgumentParser
import Commands
import Evaluation
import Foundation
import JSON
import LegibleText

struct Eval: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Evaluate a results file: AP as the benchmark's own tool computes it, and why.",
    discussion: """
      First come the lines of the benchmark's own tool, then why: a class's AP at IoU 0.5 is \
      about its recall times the AP among what was found. That follows from its ranking \
      error R, how often a false detection is scored above a true one, and its odds α of \
      false to true ones, which leave a least and a most AP possible.

      Examples:
        tailboard eval --gt lvis_v1_val.json --dt results.json --per-class
        tailboard eval --gt val.json --dt results.json --type segm
        tailboard eval --gt val2017.json --dt results.json --style coco --json
        tailboard eval --gt val.json --dt results.json --errors --bootstrap 1000
        tailboard eval --gt val.json --dt before.json --dt after.json
        tailboard eval --gt val.json --dt rank0.json --dt rank1.json --merge
        tailboard eval --gt val.json --dt before/ --dt after/     (folders of parts)
        tailboard eval --quirks
        tailboard eval --style openimages --gt boxes.csv --dt found.csv
            --classes classes.csv --labels labels.csv --hierarchy tree.json
      """)

  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case bbox, segm

    var content: ResultsFile.Content {
      switch self {
      case .bbox: .boxes
      case .segm: .masks
      }
    }

    /// What AP-fixed's tool reads: areas of masks are the masks'.
    var contentAlone: ResultsFile.Content {
      switch self {
      case .bbox: .boxes
      case .segm: .masksAlone
      }
    }
  }

  enum Style: String, ExpressibleByArgument, CaseIterable {
    case lvis, coco, openimages
    case lvisFixed = "lvis-fixed"
    case lvisPool = "lvis-pool"
  }

  @Option(help: ArgumentHelp("The annotations: LVIS or COCO JSON, or Open Images' CSV.", valueName: "file"))
  var gt: String?

  @Option(
    help: ArgumentHelp(
      """
      The detections: JSON in COCO's results format, or Open Images' CSV; a folder's JSON files are parts of one. Given \
      twice: how AP of the second differs from the first's, and how sure that is.
      """, valueName: "file"))
  var dt: [String] = []

  @Flag(help: "Take the files of --dt for parts of one, as ranks or shards wrote them.")
  var merge = false

  @Option(help: "What is held against each other: boxes (bbox) or masks (segm).")
  var type = Kind.bbox

  @Option(help: "The benchmark whose rules count.")
  var style = Style.lvis

  @Option(
    help: """
      Detections that count: for lvis of an image (default: 300), for coco of a class in an image (100), for \
      lvis-fixed and lvis-pool of a class over all images (10000).
      """)
  var maxDets: Int?

  @Flag(help: "Print one JSON object; a number of nothing to find is -1, as in the benchmarks' tools.")
  var json = false

  @Flag(
    help: """
      Count as it was meant what pycocotools and lvis get wrong: --quirks tells which, and what without this is done as they do.
      """)
  var corrected = false

  @Flag(
    help:
      "Tell what is odd about how the benchmarks' own tools count, and with files what of it changes their numbers."
  )
  var quirks = false

  @Flag(help: "Tell of every class too.")
  var perClass = false

  @Flag(
    help:
      "Tell what goes wrong too: the kinds of error and what each costs, duplicates, who takes whose objects."
  )
  var errors = false

  @Option(
    help: ArgumentHelp(
      "Draw the images anew so many times: intervals of AP by bin (two files: 1000 without it).",
      valueName: "resamples"))
  var bootstrap: Int?

  @Option(help: ArgumentHelp("Write precision over recall of each bin and class as CSV.", valueName: "file"))
  var curves: String?

  @OptionGroup(title: "Open Images") var openImages: OpenImagesOptions

  func validate() throws {
    guard let gt else {
      guard quirks, dt.isEmpty else { throw ValidationError("--gt: expected the annotations.") }
      return
    }
    guard !dt.isEmpty || style == .openimages else { throw ValidationError("--dt: expected the detections.") }
    for (name, value) in [("--max-dets", maxDets), ("--bootstrap", bootstrap)] {
      if let value, value < 1 {
        throw ValidationError("\(name): expected a whole number from 1, got \(value).")
      }
    }
    switch style {
    case .openimages:
      guard type == .bbox else { throw ValidationError("--type segm: Open Images' rules are of boxes.") }
      guard !corrected else { throw ValidationError("--corrected: Open Images' annotations have no ids.") }
      guard maxDets == nil else {
        throw ValidationError("--max-dets: Open Images' rules have no such limit.")
      }
      guard dt.count < 2, !errors, !quirks, bootstrap == nil, curves == nil else {
        throw ValidationError(
          "--errors, --bootstrap, --curves, --quirks and a second --dt: not by Open Images' rules.")
      }
    case .lvis, .coco, .lvisFixed, .lvisPool:
      guard openImages.isUntouched else {
        throw ValidationError("Options of Open Images go with --style openimages.")
      }
      guard !gt.lowercased().hasSuffix(".csv") else {
        throw ValidationError("--gt \(gt): CSV files go with --style openimages.")
      }
    }
  }

  func run() throws {
    guard let gt else {
      let report = QuirkReport()
      return show(report.lines) { report.writeMembers(to: &$0) }
    }
    switch style {
    case .lvis: try evaluate(gt, maxDets.map { .lvis(detectionsPerImage: $0) } ?? .lvis, type.content)
    case .coco: try evaluate(gt, maxDets.map { .coco(upTo: $0) } ?? .coco, type.content)
    case .lvisFixed, .lvisPool:
      try evaluate(gt, maxDets.map { .lvisFixed(detectionsPerClass: $0) } ?? .lvisFixed, type.contentAlone)
    case .openimages:
      let report = OpenImagesReport(try openImages.results(gt: gt, dt: dt.first), detail: detail)
      show(report.lines) { report.writeMembers(to: &$0) }
    }
  }

  private func evaluate(_ gt: String, _ rules: BenchmarkRules, _ content: ResultsFile.Content) throws {
    let line = ProgressLine()
    let evaluations = try DetectionFiles(dt, areParts: merge).evaluations.map { files in
      try FileEvaluation(
        truths: URL(fileURLWithPath: gt), detections: files, content: content,
        rules: rules, depth: errors ? .errors : .precision, counting: corrected ? .corrected : .asPeers
      ) { line.update($0.phrase, $1) }
    }
    Set(evaluations.flatMap(\.notes)).sorted().forEach(Output.note)
    if rules.needsAbsentClasses, !evaluations[0].truths.dataset.namesAbsentClasses {
      Output.note(
        "no image of \(gt) names neg_category_ids: a detection counts only where its image shows its class. "
          + "Is it a COCO file? Then use --style coco.")
    }
    if let curves {
      try Data(evaluations[0].evaluation.curvesCSV().utf8).write(
        to: URL(fileURLWithPath: curves), options: .atomic)
    }
    guard !quirks else {
      let report = QuirkReport(evaluations[0])
      return show(report.lines) { report.writeMembers(to: &$0) }
    }
    guard evaluations.count == 1 else {
      let report = try PairReport(
        evaluations[0].evaluation, evaluations[1].evaluation, resamples: bootstrap ?? 1000)
      return show(report.lines) { report.writeMembers(to: &$0) }
    }
    try show(evaluations[0])
  }

  private func show(_ evaluation: FileEvaluation) throws {
    guard style != .lvisPool else {
      let numbers = try evaluation.evaluation.pooledPrecisions()
      return show(numbers.map { "\($0.name) = \(String(format: "%.3f", $0.value ?? -1))" }) { writer in
        writer.object("results") { writer in
          for number in numbers { writer.member(number.name, number.value ?? -1) }
        }
      }
    }
    let samples = try bootstrap.map { try evaluation.evaluation.precisionSamples(count: $0, seed: 1) }
    let report = AccuracyReport(evaluation.results, detail: detail, samples: samples)
    show(report.lines) { report.writeMembers(to: &$0) }
  }

  private var detail: AccuracyReport.Detail { perClass ? .everyClass : .summary }

  private func show(_ lines: [String], members: (inout JSONWriter) -> Void) {
    guard json else { return Output.lines(lines) }
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("style", style.rawValue)
      writer.member("type", type.rawValue)
      members(&writer)
    }
    Output.text(writer.text)
  }
}

extension BenchmarkRules {
  /// Whether a detection counts only where its class is known to be in the image or not.
  fileprivate var needsAbsentClasses: Bool {
    switch self {
    case .lvis, .lvisFixed: true
    case .coco: false
    }
  }

  /// COCO's rules with another limit: those of the official 1, 10 that are less, and it.
  fileprivate static func coco(upTo limit: Int) -> BenchmarkRules {
    .coco(detectionsPerClass: [1, 10].filter { $0 < limit } + [limit])
  }
}

extension Dataset {
  /// Whether any image says which classes were looked for and not found, as those of LVIS do.
  fileprivate var namesAbsentClasses: Bool { images.contains { !$0.negatives.isEmpty } }
}

extension FileEvaluation.Step {
  fileprivate var phrase: String {
    switch self {
    case .readingTruths: "reading annotations"
    case .readingDetections: "reading detections"
    case .matching: "matching"
    }
  }
}
