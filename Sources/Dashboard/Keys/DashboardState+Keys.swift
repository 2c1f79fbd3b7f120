import Cells
import Events

extension DashboardState {
  /// What a key does to the state, and what it asks of the world.
  mutating func press(_ key: Key) -> [Command] {
    switch overlay {
    case .search(let text): return type(key, into: text)
    case .stopQuestion: return answerStopQuestion(key)
    case .abandonQuestion: return answerAbandonQuestion(key)
    case .help(let help): return press(key, in: help)
    case .alerts: return leaveOverlay(key)
    case .metricPicker(let picker): return pick(key, with: picker)
    case nil: return action(of: key).map { perform($0) } ?? []
    }
  }

  mutating func perform(_ action: Action) -> [Command] {
    switch action {
    case .training(let action): return control(action)
    case .screen(let action): return perform(action)
    case .chart(let action): perform(action)
    case .list(let action): perform(action)
    }
    return []
  }

  private mutating func leaveOverlay(_ key: Key) -> [Command] {
    overlay = nil
    return key == .character("q") || key == .escape ? [] : press(key)
  }
}

// MARK: - The screen

extension DashboardState {
  private mutating func perform(_ action: ScreenAction) -> [Command] {
    switch action {
    case .help: overlay = .help(HelpState())
    case .alerts: overlay = .alerts
    case .escape: escape()
    case .detach: return [.detach]
    case .goToBackground: return goToBackground()
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .nextTheme: return [.nextTheme]
    case .write: return [.write]
    case .focus(let pane): focus(pane)
    case .nextPane: focusPane(by: 1)
    case .previousPane: focusPane(by: -1)
    case .toggleMaximized: isMaximized.toggle()
    case .nextRun: focusRun(by: 1)
    case .previousRun: focusRun(by: -1)
    case .openRun: pane = .loss
    case .pickMetric: overlay = .metricPicker(MetricPicker())
    case .nextPrecision: comparedPrecision = comparedPrecision.next
    case .toggleTask: show(task.other)
    case .earlierEvaluation: goBack(by: 1)
    case .laterEvaluation: goBack(by: -1)
    }
    return []
  }

  private mutating func goToBackground() -> [Command] {
    if role == .trainer, !hasEnded { return [.goToBackground] }
    say("there is no trainer here to send to the background: q leaves the screen")
    return []
  }

  /// Takes back the latest thing that a key has laid over the picture: cursor, mark, search, size.
  private mutating func escape() {
    switch pane.slice {
    case .trainingChart(let chart), .classChart(let chart, _):
      if self[keyPath: chart].clear() { return }
    case .classes, .runs, .log: if !searchText.isEmpty { return search("") }
    case .still: break
    }
    isMaximized = false
  }

  mutating func focus(_ pane: Pane) {
    guard pane.isThere(self) else { return say("there is one run: nothing to choose from") }
    self.pane = pane
  }

  private mutating func focusPane(by count: Int) {
    let panes = panes
    let place = panes.firstIndex(of: pane) ?? 0
    pane = panes[(place + count + panes.count) % panes.count]
  }

  private mutating func show(_ task: EvaluationTask) {
    chosenTask = task
    arrangeClasses()
  }

  private mutating func goBack(by count: Int) {
    evaluationsBack = min(max(evaluationsBack + count, 0), max((run?.evaluations.count ?? 0) - 1, 0))
    arrangeClasses()
  }
}

// MARK: - The chart in focus

extension DashboardState {
  private mutating func perform(_ action: ChartAction) {
    switch pane.slice {
    case .trainingChart(let chart): self[keyPath: chart].perform(action, over: domain(of: pane))
    case .classChart(let chart, let spread): perform(action, on: chart, spread)
    case .classes, .runs, .log, .still: break
    }
  }

  /// The cursor of a chart of classes is the class chosen.
  private mutating func perform(
    _ action: ChartAction, on chart: WritableKeyPath<DashboardState, ChartOptions>, _ spread: ClassSpread
  ) {
    let places = spread.places(of: classRows)
    if case .moveCursor(let count) = action { return moveClass(by: count, along: places) }
    let domain = spread.domain(of: places, self[keyPath: chart], anchor: classes.selected)
    self[keyPath: chart].perform(action, over: domain)
    if action == .toggleLogarithmicX { self[keyPath: chart].window = nil }
  }

  private mutating func moveClass(by count: Int, along places: [ClassSpread.Place]) {
    let shown = places.filter { classes.order.contains($0.row.index) }
    guard !shown.isEmpty else { return }
    let place = shown.firstIndex { $0.row.index == classes.selected } ?? 0
    classes.selection = shown[min(max(place + count, 0), shown.count - 1)].row.index
  }

  /// What a pane's chart over training can show.
  private func domain(of pane: Pane) -> ChartDomain {
    let plane = pane == .averagePrecision ? precisionPlane : lossPlane
    let steps = pane == .averagePrecision ? evaluationSteps : nil
    let line = run.flatMap { run in shownKey(of: run).flatMap { run.series[$0]?.main } }
    return ChartDomain(range: plane.steps, axes: plane.axes) { step in
      if let steps { return steps.min { abs($0 - step) < abs($1 - step) } ?? step }
      return line?.step(nearestTo: step) ?? step
    }
  }

  private var evaluationSteps: [Int] { run?.evaluations.map(\.report.step) ?? [] }
}

extension MetricLine {
  /// The step of the sample nearest to a step; nil where there is none.
  fileprivate func step(nearestTo step: Int) -> Int? {
    guard !isEmpty else { return nil }
    let after = min(firstPlace(atOrAfter: Double(step)), count - 1)
    let steps = [max(after - 1, 0), after].map(self.step(at:))
    return steps.min { abs($0 - step) < abs($1 - step) }
  }
}
