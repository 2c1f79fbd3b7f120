import Cells
import Widgets

/// A list as a table: the columns that there is room for, in the order of its state.
struct ListView<Row: ListRow>: Widget {
  private let list: ListState<Row>
  private let selected: Int?
  private let isFocused: Bool
  private let empty: String
  private let state: DashboardState
  private let theme: Theme
  private let row: (Row.ID) -> Row

  /// - Parameters:
  ///   - empty: what is said where there is no row.
  ///   - row: the row of an identity that the list shows.
  init(
    _ list: ListState<Row>, selected: Int?, isFocused: Bool, empty: String, state: DashboardState,
    theme: Theme,
    row: @escaping (Row.ID) -> Row
  ) {
    self.list = list
    self.selected = selected
    self.isFocused = isFocused
    self.empty = empty
    self.state = state
    self.theme = theme
    self.row = row
  }

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    let shown = Row.columns.filter { $0.least <= rect.width }
    let sort = shown.firstIndex { $0.name == list.column }.map {
      Table.Sort(column: $0, ascending: !list.isDescending)
    }
    Table(
      shown.map { $0.header(state) }, count: list.order.count, selected: selected, sort: sort,
      isFocused: isFocused, empty: empty, theme: theme
    ) { place in
      let row = row(list.order[place])
      return shown.map { $0.cell(row, state, theme) }
    }.render(in: rect, on: &buffer)
  }
}
