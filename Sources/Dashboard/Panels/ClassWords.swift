import Events
import Widgets

/// What goes wrong with one class, in words.
struct ClassWords {
  private static let exchanges = 3

  let result: ClassResult
  /// The name of every class, by index.
  let classes: [String]
  /// What errors are found on.
  private let task = EvaluationTask.box

  init(result: ClassResult, classes: [String]) {
    self.result = result
    self.classes = classes
  }

  /// "mending wrong class +12.1, not found +8.0 AP50"; nil where nobody says.
  var costs: String? {
    let gains = ErrorKind.allCases.compactMap { kind in
      result[.gain(kind, task)].map { (kind: kind, gain: $0) }
    }
    guard !gains.isEmpty else { return nil }
    let worst = gains.filter { $0.gain >= 0.05 }.sorted { $0.gain > $1.gain }.prefix(3)
    return worst.isEmpty
      ? "nothing to mend"
      : "mending \(worst.map { "\($0.kind.phrase) +\($0.gain.fixed(1))" }.joined(separator: ", ")) AP50"
  }

  /// "11 of 14 missed objects go to red_striped_star, 2 to blue_star"; nil where nobody says.
  var losses: String? {
    guard let lost = result[.lost(task)] else { return nil }
    guard lost > 0 else { return "every object is found" }
    let objects = "\(lost.fixed(0)) missed object\(lost == 1 ? "" : "s")"
    guard let first = result.takers.first else { return "\(objects): no other class takes any" }
    let others = result.takers.dropFirst().prefix(Self.exchanges - 1).map { ", \($0.count) to \(name($0))" }
    return
      "\(first.count) of \(objects) \(first.count == 1 ? "goes" : "go") to \(name(first))\(others.joined())"
  }

  /// "takes 5 of green_ring, 2 of blue_star"; nil where it takes none.
  var takings: String? {
    guard !result.sources.isEmpty else { return nil }
    let list = result.sources.prefix(Self.exchanges).map { "\($0.count) of \(name($0))" }
    return "takes \(list.joined(separator: ", "))"
  }

  private func name(_ exchange: ClassExchange) -> String {
    classes.indices.contains(exchange.category) ? classes[exchange.category] : "class \(exchange.category)"
  }
}
