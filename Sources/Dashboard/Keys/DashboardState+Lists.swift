import Cells
import Events

extension DashboardState {
  /// Does something to the list in focus; panes without one move through the classes.
  mutating func perform(_ action: ListAction) {
    switch pane.slice {
    case .runs: performInRuns(action)
    case .log: performInLog(action)
    case .classes, .trainingChart, .classChart, .still: performInClasses(action)
    }
  }

  private var pageHeight: Int { ScreenLayout(self).height(of: pane) }

  private mutating func performInClasses(_ action: ListAction) {
    switch action {
    case .move(let motion): return classes.move(motion, pageHeight: pageHeight)
    case .sortByNextColumn: classes.sortByNextColumn()
    case .reverseSort: classes.isDescending.toggle()
    case .nextFilter: classBin = classBin.map { FrequencyBin(rawValue: $0.rawValue + 1) } ?? .rare
    case .pin: classes.selected.map { pinClass($0) }
    case .search: return overlay = .search("")
    case .nextMatch: return classes.move(by: 1)
    case .previousMatch: return classes.move(by: -1)
    case .follow: return
    }
    arrangeClasses()
  }

  private mutating func pinClass(_ index: Int) {
    classes.selection = index
    _ = classes.togglePin(index)
  }

  private mutating func performInRuns(_ action: ListAction) {
    switch action {
    case .move(let motion):
      runList.move(motion, pageHeight: pageHeight)
      return focusOnSelectedRun()
    case .sortByNextColumn: runList.sortByNextColumn()
    case .reverseSort: runList.isDescending.toggle()
    case .pin: return togglePin()
    case .search: return overlay = .search("")
    case .nextMatch: return focusRun(by: 1)
    case .previousMatch: return focusRun(by: -1)
    case .nextFilter, .follow: return
    }
    arrangeRuns()
  }

  private mutating func performInLog(_ action: ListAction) {
    switch action {
    case .move(let motion): moveLog(motion)
    case .nextFilter: raiseLogLevel()
    case .search: overlay = .search("")
    case .nextMatch: goToMatch(.older)
    case .previousMatch: goToMatch(.newer)
    case .follow: logView.linesBack = 0
    case .sortByNextColumn, .reverseSort, .pin: break
    }
  }

  private mutating func moveLog(_ motion: ListAction.Motion) {
    let count = shownLogLines.count
    switch motion {
    case .rows(let rows): logView.linesBack -= rows
    case .halfPage(let sign): logView.linesBack -= sign * max(pageHeight / 2, 1)
    case .first: logView.linesBack = count
    case .last: logView.linesBack = 0
    }
    logView.linesBack = min(max(logView.linesBack, 0), count)
  }

  private mutating func raiseLogLevel() {
    let levels = LogLevel.allCases
    logView.minimum = levels[(levels.firstIndex(of: logView.minimum)! + 1) % levels.count]
    logView.linesBack = 0
  }
}
