import Events

/// What one class loses at IoU 0.5, and to what.
public struct ClassErrors: Sendable {
  /// How many errors of a kind there are, by `ErrorKind.rawValue`.
  private let counts: [Int]
  /// AP as it is, as TIDE computes it; nil where there is neither a truth nor a detection.
  let precision: Double?
  /// AP with a kind of error mended, by `ErrorKind.rawValue`; nil where then there is neither a truth nor a detection.
  private let mended: [Double?]

  init(_ judgements: [Judgement], category: Int, truthCount: Int) {
    let own = judgements.lazy.filter { $0.category == Int32(category) }
    var counts = [Int](repeating: 0, count: ErrorKind.allCases.count)
    for judgement in own {
      if let error = judgement.error, judgement.counts || error == .missed { counts[error.rawValue] += 1 }
    }
    let curve = MendedPrecision(judgements, category: category, truthCount: truthCount)
    self.counts = counts
    precision = curve.precision
    mended = ErrorKind.allCases.map(curve.precision(mending:))
  }

  /// Errors of a kind among what counts; missed truths for `missed`.
  public func count(_ kind: ErrorKind) -> Int { counts[kind.rawValue] }

  /// AP with a kind of error mended, 0 to 1.
  func mendedPrecision(_ kind: ErrorKind) -> Double? { mended[kind.rawValue] }

  /// What mending a kind of error alone adds to the class's AP at IoU .5, from -1 to 1; nil where nothing is left to measure.
  ///
  /// A detection of the wrong class that is mended adds to the AP of the class it is then of.
  public func gain(_ kind: ErrorKind) -> Double? {
    guard let precision, let mended = mendedPrecision(kind) else { return nil }
    return mended - precision
  }
}

/// What some classes lose at IoU 0.5, on average.
public struct ErrorSummary: Sendable {
  /// Mean AP as TIDE computes it, 0 to 1; nil of no class.
  public let precision: Double?
  private let mended: [Double?]
  private let counts: [Int]

  init(of classes: some Sequence<ClassErrors>) {
    let classes = Array(classes)
    precision = mean(classes.map(\.precision))
    mended = ErrorKind.allCases.map { kind in mean(classes.map { $0.mendedPrecision(kind) }) }
    counts = ErrorKind.allCases.map { kind in classes.reduce(0) { $0 + $1.count(kind) } }
  }

  /// Errors of a kind in all of the classes.
  public func count(_ kind: ErrorKind) -> Int { counts[kind.rawValue] }

  /// What mending a kind of error alone adds to mean AP, from 0 to 1: TIDE's ΔAP, which calls a loss 0; nil of no class.
  public func gain(_ kind: ErrorKind) -> Double? {
    guard let precision, let mended = mended[kind.rawValue] else { return nil }
    return max(mended - precision, 0)
  }
}
