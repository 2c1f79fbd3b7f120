import Cells
import Events
import Widgets

/// Every class in a row: how often it is trained on, what is demanded, what it attains, what it scores.
struct ClassesPanel: Panel {
  let state: DashboardState
  let theme: Theme

  let title = "Classes"

  var detail: String {
    let table = state.classes
    let counts = FrequencyBin.allCases.map { bin in
      let count = (state.run?.classes ?? []).lazy.filter { $0.bin == bin && $0.isCounted }.count
      return "\(count)\(bin.letter)"
    }
    let known = state.run?.classes ?? []
    let isCounted = known.isEmpty || known.contains(where: \.isCounted)
    var parts = [
      isCounted ? counts.joined(separator: " ") : "\(known.count), as the log names them"
    ]
    if let bin = state.classBin { parts.append("only \(bin.name)") }
    if !table.search.isEmpty { parts.append("/\(table.search)") }
    return parts.joined(separator: " · ")
  }

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    let rows = state.classRows
    ListView(
      state.classes, selected: state.classes.selectedPlace, isFocused: state.pane == .classes,
      empty: emptyText,
      state: state, theme: theme
    ) { rows[$0] }.render(in: rect, on: &buffer)
  }

  private var emptyText: String {
    guard let run = state.run, run.classes.isEmpty else {
      return "No class matches: f changes the bin, / the search"
    }
    return run.source == nil
      ? "The classes follow when the annotations are read" : "Nothing in this log says what its classes are"
  }
}
