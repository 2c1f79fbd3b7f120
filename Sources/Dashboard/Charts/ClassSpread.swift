import Glibc

/// What a chart of every class is spread along.
enum ClassSpread: Sendable {
  /// How many training images show a class.
  case images
  /// Its rank by how often it is trained on, the most frequent first.
  case rank

  /// One class at its place.
  struct Place: Sendable {
    let row: ClassRow
    let x: Double
  }

  /// The classes that are known to be trained on, from left to right.
  func places(of rows: [ClassRow]) -> [Place] {
    let counted = rows.filter(\.facts.isCounted)
    switch self {
    case .images:
      return counted.map { Place(row: $0, x: Double(max($0.facts.imageCount, 1))) }
        .sorted { ($0.x, $0.row.index) < ($1.x, $1.row.index) }
    case .rank:
      let ranked = counted.sorted {
        ($0.facts.instanceCount, $1.index) > ($1.facts.instanceCount, $0.index)
      }
      return ranked.enumerated().map { Place(row: $1, x: Double($0 + 1)) }
    }
  }

  /// What a chart of these places can show, spread as its options say.
  func domain(of places: [Place], _ options: ChartOptions, anchor: Int?) -> ChartDomain {
    let spread = { (x: Double) in options.isLogarithmicX ? log10(x) : x }
    let (first, last) = (spread(places.map(\.x).min() ?? 1), spread(places.map(\.x).max() ?? 1))
    return ChartDomain(
      range: first...max(last, first + 1e-9), shortestWindow: options.isLogarithmicX ? 0.2 : 4,
      anchor: places.first { $0.row.index == anchor }.map { spread($0.x) })
  }

  /// The part of the x axis that is visible; nil shows everything.
  func visible(_ places: [Place], _ options: ChartOptions) -> ClosedRange<Double>? {
    guard options.window != nil else { return nil }
    let shown = options.visible(domain(of: places, options, anchor: nil).range)
    return options.isLogarithmicX ? pow(10, shown.lowerBound)...pow(10, shown.upperBound) : shown
  }
}
