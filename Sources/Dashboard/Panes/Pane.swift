import Cells
import Widgets

/// One numbered pane with all that the screen knows of it: a new one is a value more in `Pane.all`.
public struct Pane: Sendable {
  /// The key that shows it.
  let key: Character
  /// How it is called where there are no keys: `ap`.
  public let name: String
  let title: String
  /// What the keys act on while it is in focus.
  let slice: Slice
  /// Its keys besides those of every pane, with their help and hints.
  let sections: [KeySection]
  /// The least room in which it says something.
  public let minimumSize: Size
  /// Where it goes beside others.
  let slot: Slot
  /// Whether there is something it could show.
  let isThere: @Sendable (DashboardState) -> Bool
  /// Its content, drawn from the state.
  let panel: @Sendable (DashboardState, Theme) -> any Panel
  /// The figures behind it, for files; nil where it draws none.
  let figures: (@Sendable (DashboardState) -> FigureTable)?

  init(
    _ key: Character, _ name: String, title: String, slice: Slice, sections: [KeySection], minimumSize: Size,
    slot: Slot, isThere: @escaping @Sendable (DashboardState) -> Bool = { _ in true },
    figures: (@Sendable (DashboardState) -> FigureTable)? = nil,
    panel: @escaping @Sendable (DashboardState, Theme) -> any Panel
  ) {
    self.key = key
    self.name = name
    self.title = title
    self.slice = slice
    self.sections = sections
    self.minimumSize = minimumSize
    self.slot = slot
    self.isThere = isThere
    self.panel = panel
    self.figures = figures
  }

  /// The part of the state that a pane's keys change.
  enum Slice: Sendable {
    /// A chart over training, its cursor a step; up and down move through the classes.
    case trainingChart(any WritableKeyPath<DashboardState, ChartOptions> & Sendable)
    /// A chart of every class, its cursor the class chosen.
    case classChart(any WritableKeyPath<DashboardState, ChartOptions> & Sendable, ClassSpread)
    /// The table of classes.
    case classes
    /// The list of runs.
    case runs
    case log
    /// Nothing of its own; up and down move through the classes.
    case still
  }

  /// The places that panes share where several are seen at once.
  enum Slot: Sendable { case top, side, left, right, bottom }
}

extension Pane: Hashable {
  /// Panes are told apart by their names.
  public static func == (a: Pane, b: Pane) -> Bool { a.name == b.name }

  /// Panes are told apart by their names.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
