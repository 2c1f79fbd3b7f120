import Widgets

/// One column of a list, with all that the screen knows of it: a new one is a value more in the list's columns.
struct ListColumn<Row: Sendable>: Sendable {
  /// What it is told by.
  let name: String
  let header: @Sendable (DashboardState) -> Table.Column
  /// The narrowest list that shows it.
  let least: Int
  /// What its rows sort by, a row without at the end; nil for a column that is not sorted by.
  let sortKey: (@Sendable (Row) -> SortKey?)?
  let cell: @Sendable (Row, DashboardState, Theme) -> Span

  init(
    _ name: String, _ header: Table.Column, from least: Int = 0,
    sortKey: (@Sendable (Row) -> SortKey?)? = nil,
    cell: @escaping @Sendable (Row, DashboardState, Theme) -> Span
  ) {
    self.init(name, { _ in header }, from: least, sortKey: sortKey, cell: cell)
  }

  init(
    _ name: String, _ header: @escaping @Sendable (DashboardState) -> Table.Column, from least: Int = 0,
    sortKey: (@Sendable (Row) -> SortKey?)? = nil,
    cell: @escaping @Sendable (Row, DashboardState, Theme) -> Span
  ) {
    self.name = name
    self.header = header
    self.least = least
    self.sortKey = sortKey
    self.cell = cell
  }
}

/// What rows are put in order by.
enum SortKey: Comparable, Sendable {
  case number(Double)
  case text(NaturalOrder)
}

/// A kind of row that lists are made of.
protocol ListRow: Identifiable, Sendable where ID: Sendable {
  /// The columns of its list, the first that can be sorted by being the one that a list begins with.
  static var columns: [ListColumn<Self>] { get }
}

extension ListRow {
  /// The columns that a list is sorted by in turn.
  static var sortable: [ListColumn<Self>] { columns.filter { $0.sortKey != nil } }

  static func column(_ name: String) -> ListColumn<Self>? { columns.first { $0.name == name } }
}
