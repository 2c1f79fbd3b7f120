import Cells
import Events

extension DashboardState {
  /// What a key does to the state, and what it asks of the world.
  mutating func press(_ key: Key) -> [Command] {
    switch overlay {
    case .search(let text): return type(key, into: text)
    case .stopQuestion: return answerStopQuestion(key)
    case .abandonQuestion: return answerAbandonQuestion(key)
    case .help, .alerts: return leaveOverlay(key)
    case .metricPicker(let picker): return pick(key, with: picker)
    case nil: return KeyTable.action(of: key, in: pane.keyContext).map { perform($0) } ?? []
    }
  }

  mutating func perform(_ action: Action) -> [Command] {
    switch action {
    case .help: overlay = .help
    case .alerts: overlay = .alerts
    case .close: isMaximized = false
    case .detach: return [.detach]
    case .goToBackground: return goToBackground()
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .nextTheme: return [.nextTheme]
    case .writeScreen: return [.write]
    case .focus(let pane): focus(pane)
    case .nextPane: focusPane(by: 1)
    case .previousPane: focusPane(by: -1)
    case .toggleMaximized: isMaximized.toggle()
    case .pauseOrResume, .checkpoint, .evaluate, .stop: return control(action)
    case .move(let motion): move(motion)
    case .toggleTask: chosenTask = task.other
    case .earlierEvaluation:
      evaluationsBack = min(evaluationsBack + 1, max((run?.evaluations.count ?? 0) - 1, 0))
    case .laterEvaluation: evaluationsBack = max(evaluationsBack - 1, 0)
    case .sortByNextColumn, .reverseSort, .pin:
      if pane == .runs { performInRuns(action) } else { performInTable(action) }
    case .nextRun: focusRun(by: 1)
    case .previousRun: focusRun(by: -1)
    case .openRun: pane = .loss
    case .pickMetric: overlay = .metricPicker(MetricPicker())
    case .nextPrecision: comparedPrecision = comparedPrecision.next
    case .nextFilter: filter()
    case .search: overlay = .search("")
    case .nextMatch: goToMatch(1)
    case .previousMatch: goToMatch(-1)
    default: performInChart(action)
    }
    if [.toggleTask, .earlierEvaluation, .laterEvaluation].contains(action) { arrangeClasses() }
    return []
  }

  private mutating func goToBackground() -> [Command] {
    if role == .trainer, !hasEnded { return [.goToBackground] }
    say("there is no trainer here to send to the background: q leaves the screen")
    return []
  }

  private mutating func leaveOverlay(_ key: Key) -> [Command] {
    overlay = nil
    return key == .character("q") || key == .escape ? [] : press(key)
  }

  private mutating func focus(_ pane: Pane) {
    guard panes.contains(pane) else { return say("there is one run: nothing to choose from") }
    self.pane = pane
  }

  private mutating func focusPane(by count: Int) {
    let panes = panes
    let place = panes.firstIndex(of: pane) ?? 0
    pane = panes[(place + count + panes.count) % panes.count]
  }

  private mutating func performInRuns(_ action: Action) {
    switch action {
    case .sortByNextColumn: runList.sortByNextColumn()
    case .reverseSort: runList.isDescending.toggle()
    default: return togglePin()
    }
    arrangeRuns()
  }

  private mutating func performInTable(_ action: Action) {
    switch action {
    case .sortByNextColumn: classes.sortByNextColumn()
    case .reverseSort: classes.isDescending.toggle()
    default: classes.togglePin()
    }
    arrangeClasses()
  }

  private mutating func performInChart(_ action: Action) {
    switch action {
    case .moveCursor(let hundredths): chart.moveCursor(by: hundredths, over: steps)
    case .zoomIn: chart.zoomIn(over: steps)
    case .zoomOut: chart.zoomOut(over: steps)
    case .fit: chart.fit()
    case .follow: if pane == .log { logView.linesBack = 0 } else { chart.follow() }
    case .nextAxis: chart.axis = nextAxis
    case .toggleLogarithmic: chart.isLogarithmic.toggle()
    case .toggleLogarithmicX: chart.isLogarithmicX.toggle()
    case .changeSmoothing(let change): chart.changeSmoothing(by: change)
    case .toggleEnvelope: chart.showsEnvelope.toggle()
    case .setMark: chart.mark = chart.mark == chart.cursor ? nil : chart.cursor
    default: break
    }
  }
}

// MARK: - Moving through the table and the log

extension DashboardState {
  /// Moves the selection or the log by rows, down being positive.
  mutating func move(by rows: Int) {
    switch pane {
    case .log: logView.linesBack = min(max(logView.linesBack - rows, 0), shownLogLines.count)
    case .runs: focusRun(by: rows)
    default: classes.move(by: rows)
    }
  }

  private mutating func move(_ motion: Action.Motion) {
    switch motion {
    case .rows(let rows): move(by: rows)
    case .halfPage(let sign): move(by: sign * max(ScreenLayout(self).height(of: pane) / 2, 1))
    case .first: moveToFirst()
    case .last: moveToLast()
    }
  }

  private mutating func moveToFirst() {
    switch pane {
    case .log: logView.linesBack = shownLogLines.count
    case .runs: runList.order.first.map { focusRun(at: $0) }
    default: classes.selectFirst()
    }
  }

  private mutating func moveToLast() {
    switch pane {
    case .log: logView.linesBack = 0
    case .runs: runList.order.last.map { focusRun(at: $0) }
    default: classes.selectLast()
    }
  }

  private mutating func filter() {
    guard pane == .log || pane == .system else {
      classes.filterByNextBin()
      return arrangeClasses()
    }
    let levels = LogLevel.allCases
    logView.minimum = levels[(levels.firstIndex(of: logView.minimum)! + 1) % levels.count]
    logView.linesBack = 0
  }
}
