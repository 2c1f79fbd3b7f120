import Events

/// A line of results as lvis-api and pycocotools print them:
/// `Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=300 catIds=  r] = 0.135`.
struct ResultLine {
  /// The tools' own name: `AP`, `AP50`, `APs`, `APr`, `AR@300`, `ARs@300`.
  let measure: String
  /// 0–1, and −1 without ground truth.
  let value: Double

  init?(_ line: String) {
    guard line.contains("(AP)") || line.contains("(AR)"),
      let match = line.firstMatch(
        of:
          /\((AP|AR)\)\s*@\[\s*IoU=([\d.:]+)\s*\|\s*area=\s*(\w+)\s*\|\s*maxDets=\s*(\d+)\s*(?:catIds=\s*(\w+))?\s*\]\s*=\s*(-?[\d.]+|nan)/
      ),
      let value = Double(match.6)
    else { return nil }
    self.value = value
    let area = match.3 == "all" ? "" : match.3.prefix(1)
    let bin = match.5.map { $0 == "all" ? "" : $0 } ?? ""
    let threshold = match.2.contains(":") ? "" : match.2.drop { $0 != "." }.dropFirst()
    measure = match.1 == "AP" ? "AP\(threshold)\(area)\(bin)" : "AR\(threshold)\(area)\(bin)@\(match.4)"
  }

  /// What the results that follow are of: `Evaluating bbox...`, `Evaluate annotation type *segm*`, `Task: bbox`,
  /// `IoU metric: bbox`, `Evaluation results for lvis_v1_val in csv format:`; nil where a line does not say.
  static func task(in line: String) -> (task: EvaluationTask?, set: String?)? {
    if let match = line.firstMatch(of: /results for (\S+) in csv format/) { return (nil, String(match.1)) }
    guard ["valuat", "Per-category", "results", "IoU metric", "Task:"].contains(where: line.contains) else {
      return nil
    }
    let places = EvaluationTask.allCases.compactMap { task in
      line.firstRange(of: task.rawValue).map { (task, $0.lowerBound) }
    }
    return places.min { $0.1 < $1.1 }.map { ($0.0, nil) }
  }
}

/// Results as a row of names and one of numbers: detectron2's `copypaste:` in percents, and maskrcnn-benchmark's without
/// that word in fractions.
struct ResultRow {
  private var header: [String] = []
  private var isInPercents = false

  /// Whether a row of numbers is to come.
  var isOpen: Bool { !header.isEmpty }

  /// Takes in a line; answers with the results of a row, nil for any other line.
  mutating func read(_ line: String, task: String) -> [(name: String, value: Double)]? {
    let mark = line.firstRange(of: "copypaste: ")
    let cells = (mark.map { line[$0.upperBound...] } ?? line[...]).split(separator: ",").map { cell in
      String(cell.drop { $0 == " " }.prefix { $0 != " " })
    }
    if cells.count > 1, cells.allSatisfy(Self.isMeasure) {
      header = cells
      isInPercents = mark != nil
      return nil
    }
    let numbers = cells.map(Double.init)
    guard !header.isEmpty, numbers.count == header.count, !numbers.contains(nil) else { return nil }
    defer { header = [] }
    let prefix = task + (isInPercents ? "/" : "_")
    return zip(header, numbers).compactMap { name, value in value.map { (prefix + name, $0) } }
  }

  mutating func end() { header = [] }

  private static func isMeasure(_ cell: String) -> Bool {
    (cell.hasPrefix("AP") || cell.hasPrefix("AR")) && cell.count < 12
  }
}

/// Results as Python prints a dictionary of them: `OrderedDict([('bbox', OrderedDict([('AP', 0.378), …`.
enum ResultDictionary {
  /// The results of each task.
  static func results(in line: String) -> [(task: String, values: [(name: String, value: Double)])] {
    guard line.contains("'bbox'") || line.contains("'segm'") else { return [] }
    return line.matches(of: /'(bbox|segm)'[,:] (?:OrderedDict\(\[|\{)([^\]\}]*)/).map { part in
      let values = part.2.matches(of: /'(A[PR][^']*)'[,:] (-?[\d.]+(?:e-?\d+)?|nan)/).compactMap { match in
        Double(match.2).map { (name: String(match.1), value: $0) }
      }
      return (String(part.1), values)
    }
  }
}
