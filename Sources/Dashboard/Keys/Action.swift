/// What a key does, by the part of the state that it changes.
enum Action: Sendable, Equatable {
  case training(TrainingAction)
  case chart(ChartAction)
  case list(ListAction)
  case screen(ScreenAction)
}

/// What is asked of the trainer.
enum TrainingAction: Sendable, Equatable {
  case pauseOrResume, checkpoint, evaluate, stop
}

/// How the chart in focus is looked at.
enum ChartAction: Sendable, Equatable {
  case moveCursor(hundredths: Int)
  case zoomIn, zoomOut, fit, follow
  case nextAxis, toggleLogarithmic, toggleLogarithmicX
  case changeSmoothing(by: Int), toggleEnvelope, setMark
}

/// How the list in focus is looked at.
enum ListAction: Sendable, Equatable {
  case move(Motion)
  case sortByNextColumn, reverseSort, nextFilter, pin
  case search, nextMatch, previousMatch, follow

  enum Motion: Sendable, Equatable { case rows(Int), halfPage(Int), first, last }
}

/// What the screen shows and how it is left.
enum ScreenAction: Sendable, Equatable {
  case help, alerts, escape, detach, goToBackground, redraw, suspend, nextTheme, write
  case focus(Pane), nextPane, previousPane, toggleMaximized
  case nextRun, previousRun, openRun
  case toggleTask, nextPrecision, pickMetric
  case earlierEvaluation, laterEvaluation
}
