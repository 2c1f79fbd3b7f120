import Events

extension DashboardState {
  /// Whether there are runs to choose from.
  var hasManyRuns: Bool { runs.count > 1 }

  /// The run of a name.
  func run(_ id: RunID) -> RunHistory? { runIndices[id].map { runs[$0] } }

  /// The panes there are.
  var panes: [Pane] { Pane.allCases.filter { $0 != .runs || hasManyRuns } }

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
    let order = runList.order
    guard let last = order.indices.last else { return }
    let place = order.firstIndex(of: focusedIndex)
    focusRun(at: order[place.map { min(max($0 + rows, 0), last) } ?? 0])
  }

  mutating func focusRun(at index: Int) {
    guard runs.indices.contains(index), index != focusedIndex else { return }
    focusedIndex = index
    evaluationsBack = 0
    logView.linesBack = 0
    chart.cursor = nil
    chart.mark = nil
    classes.selection = nil
    arrangeClasses()
  }

  mutating func arrangeRuns() { runList.arrange(runs) }

  mutating func togglePin() {
    guard let run else { return }
    guard runList.togglePin(run.id) else {
      return say("\(RunList.pinCapacity) runs are compared already: Space takes one out")
    }
  }

  // MARK: - What the loss pane shows

  /// The metric shown of a run: the one chosen, where the run has it, or the one that stands for the run.
  func shownKey(of run: RunHistory) -> MetricKey? { chosenMetric ?? run.leadingKey }

  /// The metrics of the run in focus that the loss pane draws: the one chosen, or every part of the loss.
  func shownKeys(of run: RunHistory) -> [MetricKey] {
    if let chosenMetric { return run.series[chosenMetric] == nil ? [] : [chosenMetric] }
    return run.lossKeys.isEmpty ? run.leadingKey.map { [$0] } ?? [] : run.lossKeys
  }
}
