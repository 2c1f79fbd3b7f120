/// The numbered panes.
public enum Pane: Int, Sendable, CaseIterable {
  /// In the order of their numbers.
  case loss = 1, averagePrecision, bins, classes, margin, log, system

  var title: String {
    switch self {
    case .loss: "Loss"
    case .averagePrecision: "AP"
    case .bins: "Bins"
    case .classes: "Classes"
    case .margin: "Margin"
    case .log: "Log"
    case .system: "System"
    }
  }

  /// Which keys it takes besides the global ones.
  var keyContext: KeyContext {
    switch self {
    case .loss, .averagePrecision, .bins, .margin: .chart
    case .classes: .table
    case .log, .system: .log
    }
  }

  /// The pane so many numbers on, wrapping around.
  func advanced(by count: Int) -> Pane {
    let all = Pane.allCases
    let index = (rawValue - 1 + count) % all.count
    return all[index < 0 ? index + all.count : index]
  }
}
