/// What neighbouring samples have in common.
public struct SampleSummary: Sendable, Equatable {
  /// How many samples there are.
  public private(set) var count = 0
  /// How many of them are NaN.
  public private(set) var nanCount = 0
  /// How many of them are infinite.
  public private(set) var infiniteCount = 0
  /// The least finite value; +∞ where there is none.
  public private(set) var lowest = Double.infinity
  /// The greatest finite value; −∞ where there is none.
  public private(set) var highest = -Double.infinity
  private var sum = 0.0

  /// The summary of no samples.
  public init() {}

  init(_ values: some Sequence<Double>) {
    for value in values { add(value) }
  }

  /// How many samples are NaN or infinite.
  public var nonFiniteCount: Int { nanCount + infiniteCount }

  /// The mean of the finite values, nil where there is none.
  public var mean: Double? { count > nonFiniteCount ? sum / Double(count - nonFiniteCount) : nil }

  mutating func add(_ value: Double) {
    count += 1
    guard value.isFinite else {
      if value.isNaN { nanCount += 1 } else { infiniteCount += 1 }
      return
    }
    lowest = min(lowest, value)
    highest = max(highest, value)
    sum += value
  }

  mutating func formUnion(_ other: SampleSummary) {
    count += other.count
    nanCount += other.nanCount
    infiniteCount += other.infiniteCount
    lowest = min(lowest, other.lowest)
    highest = max(highest, other.highest)
    sum += other.sum
  }
}
