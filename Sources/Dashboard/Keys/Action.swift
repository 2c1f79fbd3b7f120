import Events

/// What a key does.
enum Action: Sendable, Equatable {
  case help, alerts, close, detach, goToBackground, redraw, suspend, nextTheme, writeScreen
  case focus(Pane), nextPane, previousPane, toggleMaximized
  case pauseOrResume, checkpoint, evaluate, stop
  case move(Motion), moveCursor(hundredths: Int)
  case zoomIn, zoomOut, fit, follow, nextAxis, toggleLogarithmic, toggleLogarithmicX
  case changeSmoothing(by: Int), toggleEnvelope, setMark, toggleTask
  case nextRun, previousRun, openRun, pickMetric, nextPrecision
  case sortByNextColumn, reverseSort, nextFilter, pin
  case search, nextMatch, previousMatch
  case earlierEvaluation, laterEvaluation

  enum Motion: Sendable, Equatable { case rows(Int), halfPage(Int), first, last }
}

/// Where a key means what it does.
enum KeyContext: Sendable, CaseIterable {
  case everywhere, training, chart, table, log, runs

  var title: String {
    switch self {
    case .everywhere: "Everywhere"
    case .training: "Training"
    case .chart: "Charts"
    case .table: "Classes"
    case .log: "Log"
    case .runs: "Runs"
    }
  }
}
