/// A line of results as lvis-api and pycocotools print them:
/// `Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=300 catIds=  r] = 0.135`.
struct ResultLine {
  /// The tools' own name: `AP`, `AP50`, `APs`, `APr`, `AR@300`, `ARs@300`.
  let measure: String
  /// 0–1, and −1 without ground truth.
  let value: Double

  init?(_ line: String) {
    guard
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
}
