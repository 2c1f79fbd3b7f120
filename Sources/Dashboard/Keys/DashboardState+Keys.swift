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
    case nil: return KeyTable.action(of: key, in: pane.keyContext).map { perform($0) } ?? []
    }
  }

  mutating func perform(_ action: Action) -> [Command] {
    switch action {
    case .help: overlay = .help
    case .alerts: overlay = .alerts
    case .close: isMaximized = false
    case .detach: return [.detach]
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .nextTheme: return [.nextTheme]
    case .writeScreen: return [.write]
    case .focus(let pane): self.pane = pane
    case .nextPane: pane = pane.advanced(by: 1)
    case .previousPane: pane = pane.advanced(by: -1)
    case .toggleMaximized: isMaximized.toggle()
    case .pauseOrResume, .checkpoint, .evaluate, .stop: return control(action)
    case .move(let motion): move(motion)
    case .toggleTask: chosenTask = task.other
    case .earlierEvaluation:
      evaluationsBack = min(evaluationsBack + 1, max((run?.evaluations.count ?? 0) - 1, 0))
    case .laterEvaluation: evaluationsBack = max(evaluationsBack - 1, 0)
    case .sortByNextColumn, .reverseSort, .pin: performInTable(action)
    case .nextFilter: filter()
    case .search: overlay = .search("")
    case .nextMatch: goToMatch(1)
    case .previousMatch: goToMatch(-1)
    default: performInChart(action)
    }
    if [.toggleTask, .earlierEvaluation, .laterEvaluation].contains(action) { arrangeClasses() }
    return []
  }

  private mutating func leaveOverlay(_ key: Key) -> [Command] {
    overlay = nil
    return key == .character("q") || key == .escape ? [] : press(key)
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
    case .nextAxis: chart.axis = chart.axis.next
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
    default: classes.move(by: rows)
    }
  }

  private mutating func move(_ motion: Action.Motion) {
    switch motion {
    case .rows(let rows): move(by: rows)
    case .halfPage(let sign): move(by: sign * max(ScreenLayout(self).height(of: pane) / 2, 1))
    case .first: if pane == .log { logView.linesBack = shownLogLines.count } else { classes.selectFirst() }
    case .last: if pane == .log { logView.linesBack = 0 } else { classes.selectLast() }
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

// MARK: - Search

extension DashboardState {
  private mutating func type(_ key: Key, into text: String) -> [Command] {
    switch key {
    case .character(let character): overlay = .search(text + String(character))
    case .backspace where text.isEmpty: overlay = nil
    case .backspace: overlay = .search(String(text.dropLast()))
    case .escape:
      overlay = nil
      search("")
      return []
    case .enter:
      overlay = nil
      return []
    default: return []
    }
    if case .search(let text) = overlay { search(text) }
    return []
  }

  private mutating func search(_ text: String) {
    guard pane == .log else {
      classes.search = text
      return arrangeClasses()
    }
    logView.search = text
    logView.linesBack = 0
    if !text.isEmpty { goToMatch(1) }
  }

  /// The next class of the table, or the next older line of the log that matches.
  private mutating func goToMatch(_ direction: Int) {
    guard pane == .log else { return classes.move(by: direction) }
    let lines = shownLogLines
    let text = logView.search.lowercased()
    guard !text.isEmpty else { return }
    let start = lines.count - 1 - logView.linesBack
    let candidates =
      direction > 0 ? Array((0..<max(start, 0)).reversed()) : Array(max(start + 1, 0)..<lines.count)
    guard let match = candidates.first(where: { lines[$0].text.lowercased().contains(text) }) else {
      return say("no further line with “\(logView.search)”")
    }
    logView.linesBack = lines.count - 1 - match
  }
}
