import Events

/// How the table of classes is looked at.
struct ClassTable: Sendable, Equatable {
  enum Column: Sendable, CaseIterable {
    case name, bin, images, demanded, attained, rankingError, band, averagePrecision, change
  }

  var column = Column.averagePrecision
  var isDescending = false
  var bin: FrequencyBin?
  var search = ""
  /// The class the card shows, by index; nil is the first row.
  var selection: Int?
  var pinned: Set<Int> = []
  /// The classes shown, in order; kept up to date by `arrange`.
  private(set) var order: [Int] = []

  var selected: Int? { selection.flatMap { order.contains($0) ? $0 : nil } ?? order.first }

  /// Puts the classes into order; ties keep the order of their indices.
  mutating func arrange(_ rows: [ClassRow]) {
    let shown = rows.filter { row in
      (bin == nil || row.facts.bin == bin && row.facts.isCounted)
        && (search.isEmpty || row.facts.name.lowercased().contains(search.lowercased()))
    }
    let column = column
    let isDescending = isDescending
    order = shown.sorted { a, b in
      if pinned.contains(a.index) != pinned.contains(b.index) { return pinned.contains(a.index) }
      switch (a.key(of: column), b.key(of: column)) {
      case (let x?, let y?) where x != y: return (x < y) != isDescending
      case (nil, _?): return false
      case (_?, nil): return true
      default: return a.index < b.index
      }
    }.map(\.index)
  }

  /// Moves the selection by rows, staying within the table.
  mutating func move(by rows: Int) {
    guard let selected, let place = order.firstIndex(of: selected) else { return }
    selection = order[min(max(place + rows, 0), order.count - 1)]
  }

  mutating func togglePin() {
    guard let selected else { return }
    selection = selected
    if pinned.remove(selected) == nil { pinned.insert(selected) }
  }

  mutating func selectFirst() { selection = order.first }
  mutating func selectLast() { selection = order.last }

  mutating func sortByNextColumn() {
    let all = Column.allCases
    column = all[(all.firstIndex(of: column)! + 1) % all.count]
  }

  /// All, rare, common, frequent, all.
  mutating func filterByNextBin() {
    bin = bin.map { FrequencyBin(rawValue: $0.rawValue + 1) } ?? .rare
  }
}

/// One class with all that is known of it.
struct ClassRow: Sendable, Equatable {
  let index: Int
  let facts: ClassDescription
  let attained: AttainedMargin?
  let result: ClassResult?
  let averagePrecision: Double?
  /// Points since the evaluation before.
  let change: Double?

  /// What it sorts by, nil at the end.
  func key(of column: ClassTable.Column) -> SortKey? {
    switch column {
    case .name: .text(facts.name)
    case .bin: facts.isCounted ? .number(Double(facts.bin.rawValue)) : nil
    case .images: facts.isCounted ? .number(Double(facts.imageCount)) : nil
    case .demanded: facts.isCounted ? .number(facts.demandedMargin) : nil
    case .attained: attained.map { .number($0.mean) }
    case .rankingError: result?[.rankingError(.box)].map(SortKey.number)
    case .band: result?.precisionBand(.box).map { .number($0.lowerBound) }
    case .averagePrecision: averagePrecision.map(SortKey.number)
    case .change: change.map(SortKey.number)
    }
  }

  enum SortKey: Comparable {
    case number(Double)
    case text(String)
  }
}
