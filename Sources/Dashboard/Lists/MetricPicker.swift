import Events

/// Chooses which metric the loss pane shows, by typing a part of its name.
struct MetricPicker: Sendable, Equatable {
  var search = ""
  /// The row chosen among those that match.
  var row = 0

  /// The metrics of a run that match, by tailboard's name or its trainer's; nil, the loss with its parts, comes first.
  func choices(of run: RunHistory) -> [MetricKey?] {
    let text = search.lowercased()
    let keys = run.series.keys.filter { key in
      text.isEmpty || key.name.lowercased().contains(text)
        || run.originalName(of: key)?.lowercased().contains(text) == true
    }
    return (text.isEmpty ? [nil] : []) + keys.sorted { NaturalOrder($0.name) < NaturalOrder($1.name) }
  }

  mutating func type(_ character: Character) {
    // The slash that begins a search everywhere else.
    if search.isEmpty, character == "/" { return }
    search.append(character)
    row = 0
  }

  mutating func erase() {
    search = String(search.dropLast())
    row = 0
  }

  mutating func move(by rows: Int, of count: Int) { row = min(max(row + rows, 0), max(count - 1, 0)) }
}
