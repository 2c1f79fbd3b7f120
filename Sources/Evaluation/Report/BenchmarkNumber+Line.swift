import Annotations
import Foundation

extension BenchmarkNumber {
  /// The line in which the benchmark's own tool prints it, character for character.
  func line(by rules: BenchmarkRules) -> String {
    let (title, kind) =
      switch scope.quantity {
      case .precision: ("Average Precision", "(AP)")
      case .recall: ("Average Recall", "(AR)")
      }
    let overlap = scope.threshold.map { String(format: "%.2f", IoUThresholds.values[$0]) } ?? "0.50:0.95"
    return " \(title.padded(to: 18)) \(kind) @[ IoU=\(overlap.padded(to: 9))"
      + " | area=\(area(by: rules).padded(toRight: 6)) | maxDets=\("\(scope.limit)".padded(toRight: 3)) "
      + "\(classes(by: rules))] = " + String(format: "%.3f", value ?? -1)
  }

  /// The size, which LVIS's tool abbreviates.
  private func area(by rules: BenchmarkRules) -> String {
    switch (rules, scope.area) {
    case (_, .all): "all"
    case (.lvis, _), (.lvisFixed, _): scope.area.letter
    case (.coco, _): "\(scope.area)"
    }
  }

  /// The frequency bin, of which only LVIS's tool tells.
  private func classes(by rules: BenchmarkRules) -> String {
    switch rules {
    case .lvis, .lvisFixed:
      "catIds=" + (scope.frequency.map { String($0.rawValue) } ?? "all").padded(toRight: 3)
    case .coco: ""
    }
  }
}
