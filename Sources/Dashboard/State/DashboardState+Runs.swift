import Events

extension DashboardState {
  /// Whether there are runs to choose from.
  var hasManyRuns: Bool { runs.count > 1 }

  /// The run of a name.
  func run(_ id: RunID) -> RunHistory? { runIndices[id].map { runs[$0] } }

  /// The panes there are.
  var panes: [Pane] { Pane.all.filter { $0.isThere(self) } }

  /// Charts of more runs than this cannot be told apart.
  static let comparedCapacity = 16

  /// The runs whose charts are drawn together: those pinned and the one in focus.
  var comparedRuns: [RunHistory] {
    let pinned = runList.pinned.compactMap(run)
    guard let run, !runList.pinned.contains(run.id) else { return pinned }
    return pinned + [run]
  }

  /// Whether charts show several runs rather than the parts of one.
  var isComparing: Bool { comparedRuns.count > 1 }

  /// Where a run is among those compared: what its colour and sign go by.
  func comparedPlace(of run: RunHistory) -> Int? {
    guard isComparing else { return nil }
    return runList.pinned.firstIndex(of: run.id) ?? (run.id == self.run?.id ? runList.pinned.count : nil)
  }

  /// Shows another run of the list, so many rows on.
  mutating func focusRun(by rows: Int) {
    runList.move(by: rows)
    focusOnSelectedRun()
  }

  mutating func focusOnSelectedRun() {
    guard let index = runList.selected.flatMap({ runIndices[$0] }) else { return }
    focusRun(at: index)
  }

  mutating func focusRun(at index: Int) {
    guard runs.indices.contains(index), index != focusedIndex else { return }
    focusedIndex = index
    runList.selection = runs[index].id
    evaluationsBack = 0
    logView.linesBack = 0
    for chart in [\DashboardState.lossChart, \.precisionChart] {
      self[keyPath: chart].cursor = nil
      self[keyPath: chart].mark = nil
    }
    classes.selection = nil
    arrangeClasses()
  }

  /// Puts the runs into order; where the search hides the run in focus, the first that it shows takes its place.
  mutating func arrangeRuns() {
    runsAreOutdated = false
    let text = runList.search.lowercased()
    let byName = runs.map { (run: $0, name: NaturalOrder($0.name)) }.sorted { $0.name < $1.name }
    runList.arrange(byName.map(\.run)) { text.isEmpty || $0.name.lowercased().contains(text) }
    focusOnSelectedRun()
  }

  mutating func togglePin() {
    guard let run else { return }
    guard runList.togglePin(run.id, atMost: Self.comparedCapacity) else {
      return say("\(Self.comparedCapacity) runs are compared already: Space takes one out")
    }
  }

  // MARK: - What the charts over training show

  /// The x axis of the loss pane.
  var lossPlane: TrainingPlane {
    TrainingPlane(chart: lossChart, run: run, runs: comparedRuns, steps: steps)
  }

  /// The x axis of the AP pane: all of the run, whatever part of the loss is looked at.
  var precisionPlane: TrainingPlane {
    let last = comparedRuns.map { max($0.step, $0.evaluations.last?.report.step ?? 0) }.max() ?? 1
    return TrainingPlane(
      chart: precisionChart, run: run, runs: comparedRuns, steps: 0...Double(max(last, 1)))
  }

  /// The metric shown of a run: the one chosen, where the run has it, or the one that stands for the run.
  func shownKey(of run: RunHistory) -> MetricKey? { chosenMetric ?? run.leadingKey }

  /// The metrics of the run in focus that the loss pane draws: the one chosen, or every part of the loss.
  func shownKeys(of run: RunHistory) -> [MetricKey] {
    if let chosenMetric { return run.series[chosenMetric] == nil ? [] : [chosenMetric] }
    return run.lossKeys.isEmpty ? run.leadingKey.map { [$0] } ?? [] : run.lossKeys
  }
}
