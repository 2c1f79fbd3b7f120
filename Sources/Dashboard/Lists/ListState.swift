/// How a list is looked at: its order, what of it is shown, which row is chosen and which are pinned.
struct ListState<Row: ListRow>: Sendable, Equatable {
  /// The column it is sorted by, by name.
  private(set) var column: String
  var isDescending = false
  var search = ""
  /// The row chosen; nil is the first.
  var selection: Row.ID?
  /// In the order they were chosen.
  private(set) var pinned: [Row.ID] = []
  /// Whether pinned rows come before the others.
  private let pinning: Pinning
  /// The rows shown, in order; kept up to date by `arrange`.
  private(set) var order: [Row.ID] = []

  enum Pinning: Sendable { case toTheTop, inPlace }

  init(sortedBy column: String, pinning: Pinning) {
    self.column = column
    self.pinning = pinning
  }

  var selected: Row.ID? { selection.flatMap { order.contains($0) ? $0 : nil } ?? order.first }

  /// Where the chosen row is in the order.
  var selectedPlace: Int? { selected.flatMap { order.firstIndex(of: $0) } }

  /// Puts rows into order; those equal keep the order they come in.
  mutating func arrange(_ rows: [Row], where isShown: (Row) -> Bool) {
    let sortKey = Row.column(column)?.sortKey
    let first = pinning == .toTheTop ? Set(pinned) : []
    let entries = rows.filter(isShown).enumerated().map { place, row in
      Entry(id: row.id, place: place, key: sortKey?(row), isFirst: first.contains(row.id))
    }
    let isDescending = isDescending
    order = entries.sorted { $0.precedes($1, isDescending: isDescending) }.map(\.id)
  }

  private struct Entry {
    let id: Row.ID
    let place: Int
    let key: SortKey?
    let isFirst: Bool

    /// A row without the figure sorted by comes last, whichever way.
    func precedes(_ other: Entry, isDescending: Bool) -> Bool {
      if isFirst != other.isFirst { return isFirst }
      switch (key, other.key) {
      case (let a?, let b?) where a != b: return (a < b) != isDescending
      case (nil, _?): return false
      case (_?, nil): return true
      case (_?, _?), (nil, nil): return place < other.place
      }
    }
  }

  /// Moves the selection by rows, staying within the list.
  mutating func move(by rows: Int) {
    guard let place = selectedPlace else { return }
    selection = order[min(max(place + rows, 0), order.count - 1)]
  }

  mutating func move(_ motion: ListAction.Motion, pageHeight: Int) {
    switch motion {
    case .rows(let rows): move(by: rows)
    case .halfPage(let sign): move(by: sign * max(pageHeight / 2, 1))
    case .first: selection = order.first
    case .last: selection = order.last
    }
  }

  mutating func sortByNextColumn() {
    let names = Row.sortable.map(\.name)
    let place = names.firstIndex(of: column) ?? -1
    column = names[(place + 1) % names.count]
  }

  mutating func sort(by name: String) {
    if Row.column(name)?.sortKey != nil { column = name }
  }

  /// Pins a row, or lets it go; false where as many as may be are pinned.
  mutating func togglePin(_ id: Row.ID, atMost capacity: Int = .max) -> Bool {
    if let place = pinned.firstIndex(of: id) {
      pinned.remove(at: place)
      return true
    }
    guard pinned.count < capacity else { return false }
    pinned.append(id)
    return true
  }
}
