/// The numbered panes.
public enum Pane: Int, Sendable, CaseIterable {
  /// In the order of their numbers.
  case loss = 1, averagePrecision, bins, classes, margin, log, system, runs

  var title: String {
    switch self {
    case .loss: "Loss"
    case .averagePrecision: "AP"
    case .bins: "Bins"
    case .classes: "Classes"
    case .margin: "Margin"
    case .log: "Log"
    case .system: "System"
    case .runs: "Runs"
    }
  }

  /// Which keys it takes besides the global ones.
  var keyContext: KeyContext {
    switch self {
    case .loss, .averagePrecision, .bins, .margin: .chart
    case .classes: .table
    case .log, .system: .log
    case .runs: .runs
    }
  }
}
