import Cells

/// One line of the keys: what they do, when, and how the help and the hints say so.
struct Binding: Sendable {
  /// Whether the keys do something just now.
  typealias Condition = @Sendable (DashboardState) -> Bool

  let keys: [Key]
  /// How the keys are written; empty for one that shares the line of its opposite.
  let label: String
  let help: String
  /// One word for the line at the bottom of the screen; empty where it is left out.
  let hint: String
  let action: Action
  let condition: Condition

  init(
    _ label: String, _ keys: [Key], _ help: String, _ action: Action, hint: String = "",
    when condition: @escaping Condition = { _ in true }
  ) {
    self.label = label
    self.keys = keys
    self.help = help
    self.hint = hint
    self.action = action
    self.condition = condition
  }

  /// Keys whose line another binding is.
  init(_ keys: [Key], _ action: Action, when condition: @escaping Condition = { _ in true }) {
    self.init("", keys, "", action, when: condition)
  }
}

/// Keys that belong together, under the title they have in the help.
struct KeySection: Sendable {
  let title: String
  let bindings: [Binding]
}

extension KeySection {
  /// The lines of the help that hold just now.
  func help(in state: DashboardState) -> [Binding] {
    bindings.filter { !$0.help.isEmpty && $0.condition(state) }
  }
}

extension DashboardState {
  /// What a key does in the pane in focus; one that cannot do it just now is answered with why.
  func action(of key: Key) -> Action? {
    let bindings = sections.flatMap(\.bindings).filter { $0.keys.contains(key) }
    return (bindings.last { $0.condition(self) } ?? bindings.last)?.action
  }

  /// The keys that work here: the training's, the pane's own, then those of every pane.
  var sections: [KeySection] { [.training] + pane.sections + [.everywhere] }

  /// What the bottom line says.
  var hints: [Binding] {
    sections.flatMap(\.bindings).filter { !$0.hint.isEmpty && $0.condition(self) }
  }
}
