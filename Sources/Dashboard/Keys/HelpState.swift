import Cells

/// What the help shows of the keys, and which entry is chosen.
struct HelpState: Sendable, Equatable {
  /// Nil until a search is begun.
  var search: String?
  var row = 0

  /// One line of the help.
  struct Entry: Sendable {
    let section: KeySection
    let binding: Binding
  }

  /// The entries that match: the pane's own keys first, then those of every pane, then those of the others.
  func entries(in state: DashboardState) -> [Entry] {
    let here = state.sections.map(\.title)
    let sections =
      state.pane.sections + [.training, .everywhere] + KeySection.all.filter { !here.contains($0.title) }
    let text = (search ?? "").lowercased()
    return sections.flatMap { section in
      section.help(in: state).map { Entry(section: section, binding: $0) }
    }.filter { entry in
      text.isEmpty
        || "\(entry.section.title) \(entry.binding.label) \(entry.binding.help)".lowercased().contains(text)
    }
  }
}

extension DashboardState {
  /// What a key does in the help: it moves, searches, and does what the entry chosen does.
  mutating func press(_ key: Key, in help: HelpState) -> [Command] {
    var help = help
    let entries = help.entries(in: self)
    switch key {
    case .escape where help.search == nil: return leaveHelp()
    case .escape: help = HelpState()
    case .enter: return entries.indices.contains(help.row) ? perform(entries[help.row]) : leaveHelp()
    case .backspace:
      help = HelpState(search: help.search.flatMap { $0.isEmpty ? nil : String($0.dropLast()) })
    case .character(let character) where help.search != nil:
      help = HelpState(search: (help.search ?? "") + String(character))
    case .character("/"): help.search = ""
    case .character("q"), .character("?"): return leaveHelp()
    case .character("j"): help.row = help.row.moved(by: 1, of: entries.count)
    case .character("k"): help.row = help.row.moved(by: -1, of: entries.count)
    case .character("g"): help.row = 0
    case .character("G"): help.row = entries.count - 1
    default: help.row = help.row.moved(by: key.rowsMoved, of: entries.count)
    }
    overlay = .help(help)
    return []
  }

  private mutating func leaveHelp() -> [Command] {
    overlay = nil
    return []
  }

  /// Does what a line of the help says, in a pane that it belongs to.
  private mutating func perform(_ entry: HelpState.Entry) -> [Command] {
    overlay = nil
    let title = entry.section.title
    if !sections.contains(where: { $0.title == title }),
      let owner = panes.first(where: { $0.sections.contains { $0.title == title } })
    {
      pane = owner
    }
    return perform(entry.binding.action)
  }
}
