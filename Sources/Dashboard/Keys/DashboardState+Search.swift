import Cells
import Events

extension DashboardState {
  /// What a key does to the text searched for.
  mutating func type(_ key: Key, into text: String) -> [Command] {
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
    switch pane {
    case .log:
      logView.search = text
      logView.linesBack = 0
      if !text.isEmpty { goToMatch(1) }
    case .runs:
      runList.search = text
      arrangeRuns()
    default:
      classes.search = text
      arrangeClasses()
    }
  }

  /// The next class of the table, or the next older line of the log that matches.
  mutating func goToMatch(_ direction: Int) {
    guard pane == .log else { return move(by: direction) }
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

  /// What a key does while a metric is chosen.
  mutating func pick(_ key: Key, with picker: MetricPicker) -> [Command] {
    var picker = picker
    let choices = run.map(picker.choices) ?? []
    overlay = nil
    switch key {
    case .escape: return []
    case .enter:
      if choices.indices.contains(picker.row) { chosenMetric = choices[picker.row] }
      return []
    case .backspace: picker.erase()
    case .down, .tab, .control("n"): picker.move(by: 1, of: choices.count)
    case .up, .backtab, .control("p"): picker.move(by: -1, of: choices.count)
    case .pageDown, .control("d"): picker.move(by: 10, of: choices.count)
    case .pageUp, .control("u"): picker.move(by: -10, of: choices.count)
    case .character(let character): picker.type(character)
    default: break
    }
    overlay = .metricPicker(picker)
    return []
  }
}
