import Events

/// How the list of runs is looked at, and which of them are compared.
struct RunList: Sendable, Equatable {
  enum Column: Sendable, CaseIterable { case name, step, loss, averagePrecision, heard }

  /// Charts of more runs than this cannot be told apart.
  static let pinCapacity = 16

  var column = Column.name
  var isDescending = false
  var search = ""
  /// The runs drawn together, in the order they were chosen.
  private(set) var pinned: [RunID] = []
  /// The runs listed, in order; kept up to date by `arrange`.
  private(set) var order: [Int] = []
  /// Whether a run came since the last arrangement.
  var isOutdated = false

  /// Puts the runs into order; a run without the figure sorted by comes last.
  mutating func arrange(_ runs: [RunHistory]) {
    isOutdated = false
    let text = search.lowercased()
    let shown = runs.indices.filter { text.isEmpty || runs[$0].name.lowercased().contains(text) }
    let names = runs.map { NaturalOrder($0.name) }
    let figures = runs.map { $0.figure(of: column) }
    let isDescending = isDescending
    order = shown.sorted { a, b in
      switch (figures[a], figures[b]) {
      case (let x?, let y?) where x != y: return (x < y) != isDescending
      case (nil, _?): return false
      case (_?, nil): return true
      default:
        return names[a] == names[b] ? a < b : (names[a] < names[b]) != (isDescending && column == .name)
      }
    }
  }

  /// Adds a run to those compared, or takes it out; false where there are too many.
  mutating func togglePin(_ run: RunID) -> Bool {
    if let place = pinned.firstIndex(of: run) {
      pinned.remove(at: place)
      return true
    }
    guard pinned.count < Self.pinCapacity else { return false }
    pinned.append(run)
    return true
  }

  mutating func sortByNextColumn() {
    let all = Column.allCases
    column = all[(all.firstIndex(of: column)! + 1) % all.count]
  }
}

extension RunHistory {
  fileprivate func figure(of column: RunList.Column) -> Double? {
    switch column {
    case .name: nil
    case .step: Double(step)
    case .loss: leadingLine?.last?.value
    case .averagePrecision: lastPrecision
    case .heard: lastTime
    }
  }

  /// AP of the last evaluation, 0–100.
  var lastPrecision: Double? {
    evaluations.last.flatMap { $0.report.summary[.averagePrecision($0.report.task)] }
  }
}

/// A name that sorts as people count: run-2 before run-10.
struct NaturalOrder: Comparable {
  private enum Part: Comparable {
    case number(Int)
    case text(String)
  }

  private let parts: [Part]

  init(_ name: String) {
    var parts: [Part] = []
    var rest = name[...]
    while let first = rest.first {
      let isNumber = first.isASCII && first.isNumber
      let part = rest.prefix { ($0.isASCII && $0.isNumber) == isNumber }
      rest = rest[part.endIndex...]
      parts.append(isNumber ? Int(part).map(Part.number) ?? .text(String(part)) : .text(part.lowercased()))
    }
    self.parts = parts
  }

  static func < (a: NaturalOrder, b: NaturalOrder) -> Bool { a.parts.lexicographicallyPrecedes(b.parts) }
}
