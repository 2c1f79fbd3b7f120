import Events

/// One class with all that is known of it.
struct ClassRow: ListRow, Equatable {
  let index: Int
  let facts: ClassDescription
  let attained: AttainedMargin?
  let result: ClassResult?
  let averagePrecision: Double?
  /// Points since the evaluation before.
  let change: Double?

  var id: Int { index }

  /// Attained minus demanded margin; nil where one of them is not known.
  var marginToSpare: Double? {
    guard facts.isCounted, let attained else { return nil }
    return attained.mean - facts.demandedMargin
  }
}
