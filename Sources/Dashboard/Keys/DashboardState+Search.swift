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

  /// What the list in focus is searched for.
  var searchText: String {
    switch pane.slice {
    case .log: logView.search
    case .runs: runList.search
    case .classes, .trainingChart, .classChart, .still: classes.search
    }
  }

  mutating func search(_ text: String) {
    switch pane.slice {
    case .log:
      logView.search = text
      logView.linesBack = 0
      if !text.isEmpty { goToMatch(.older) }
    case .runs:
      runList.search = text
      arrangeRuns()
    case .classes, .trainingChart, .classChart, .still:
      classes.search = text
      arrangeClasses()
    }
  }

  enum MatchDirection: Sendable { case older, newer }

  /// The next line of the log, older or newer, that matches.
  mutating func goToMatch(_ direction: MatchDirection) {
    let lines = shownLogLines
    let text = logView.search.lowercased()
    guard !text.isEmpty else { return }
    let start = lines.count - 1 - logView.linesBack
    let isMatch = { (place: Int) in lines[place].text.lowercased().contains(text) }
    let match =
      switch direction {
      case .older: (0..<max(start, 0)).last(where: isMatch)
      case .newer: (max(start + 1, 0)..<lines.count).first(where: isMatch)
      }
    guard let match else { return say("no further line with “\(logView.search)”") }
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
    case .character(let character): picker.type(character)
    default: picker.row = picker.row.moved(by: key.rowsMoved, of: choices.count)
    }
    overlay = .metricPicker(picker)
    return []
  }
}

extension Key {
  /// The rows that a key moves by in a list over the panes, where letters are text.
  var rowsMoved: Int {
    switch self {
    case .down, .tab, .control("n"): 1
    case .up, .backtab, .control("p"): -1
    case .pageDown, .control("d"): 10
    case .pageUp, .control("u"): -10
    case .home: -100_000
    case .end: 100_000
    default: 0
    }
  }
}

extension Int {
  /// A row so many rows on, staying within a list of so many.
  func moved(by rows: Int, of count: Int) -> Int {
    Swift.min(Swift.max(self + rows, 0), Swift.max(count - 1, 0))
  }
}
