import Cells
import Events
import Widgets

/// Every run in a row: is it alive, how far, its last loss and AP; those compared carry the mark of their curves.
struct RunsPanel: Panel {
  let state: DashboardState
  let theme: Theme

  var title: String { "Runs · \(state.runs.count)" }

  var detail: String {
    let list = state.runList
    let live = state.runs.lazy.filter { $0.condition(at: state.now).isLive }.count
    var parts = live > 0 ? ["\(live) live"] : []
    if !list.pinned.isEmpty { parts.append("\(list.pinned.count) compared") }
    if !list.search.isEmpty { parts.append("/\(list.search)") }
    return parts.joined(separator: " · ")
  }

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    let list = state.runList
    ListView(
      list, selected: state.run.flatMap { list.order.firstIndex(of: $0.id) }, isFocused: state.pane == .runs,
      empty: "No run has “\(list.search)” in its name", state: state, theme: theme
    ) { state.runs[state.runIndices[$0] ?? 0] }.render(in: rect, on: &buffer)
  }
}

extension RunCondition {
  /// Whether somebody is at work.
  var isLive: Bool {
    switch self {
    case .live: true
    case .stated(let state): ![.finished, .stopped, .failed].contains(state)
    case .suspended: true
    case .quiet, .vanished, .died: false
    }
  }
}

extension Theme {
  /// The sign and words of what a run is known to be doing.
  func badge(of condition: RunCondition, _ state: DashboardState) -> Span {
    switch condition {
    case .stated(let stated): badge(of: stated)
    case .suspended: Span("║ suspended (SIGCONT goes on)", warning.style)
    case .died(let time): Span("\(error.sign) died \(state.clock.minutes(time))", error.style)
    case .live: Span("▶ live", good.style)
    case .quiet(let since): Span("○ since \(state.clock.moment(since, now: state.now))", faint)
    case .vanished: Span("✗ files gone", warning.style)
    }
  }
}
