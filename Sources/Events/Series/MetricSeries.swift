/// Every value of one metric, however many: 12 to 21 bytes each, a picture of them in time that depends on its width.
///
/// A copy is cheap and shares what is full, so that one thread can build a series and hand it to another.
public struct MetricSeries: Sendable {
  /// Older branches stay in memory and are no longer told apart: a metric that jumps back and forth is no resumed run.
  private static let ghostCapacity = 64

  private var store = SampleStore()
  /// The pieces of the main line that are complete, and the one that grows.
  private var closed: [MetricLine.Piece] = []
  private var open: MetricLine.Piece?
  private var ghostLines: [[MetricLine.Piece]] = []
  private var lastStep = Int.min

  /// A series without values.
  public init() {}

  /// How many values arrived, those of ghosts included.
  public var count: Int { store.count }
  /// The value that arrived first.
  public var first: MetricSample? { count == 0 ? nil : store[0] }
  /// The value that arrived last.
  public var last: MetricSample? { count == 0 ? nil : store[count - 1] }
  /// The value that arrived last of those up to a step; nil where there is none.
  public func last(atMost step: Int) -> MetricSample? {
    (0..<count).last { store.step(at: $0) <= step }.map { store[$0] }
  }

  /// What all values have in common, those of ghosts included.
  public var summary: SampleSummary { store.summary(of: 0..<count) }

  private var pieces: [MetricLine.Piece] { open.map { closed + [$0] } ?? closed }

  /// The run as it stands: what was done again is there once, as it was done last.
  public var main: MetricLine { MetricLine(store, pieces) }

  /// What resumed runs did again, the latest last, each as the older run had done it.
  public var ghosts: [MetricLine] { ghostLines.map { MetricLine(store, $0) } }

  /// The sample of a place in the order of arrival, from 0 to count − 1.
  public subscript(index: Int) -> MetricSample { store[index] }

  /// Adds a value. A step before the last one begins a new branch: what it does again becomes a ghost.
  /// - Parameter time: seconds since 1970, NaN where unknown.
  public mutating func append(step: Int, time: Double, value: Double) {
    if step < lastStep { branchOff { $0 >= step } }
    lastStep = step
    let index = store.count
    store.append(step: step, time: time, value: value)
    if open?.indices.upperBound == index {
      open?.grow()
      return
    }
    if let open { closed.append(open) }
    open = MetricLine.Piece(indices: index..<index + 1, start: closed.last?.end ?? 0)
  }

  /// Makes a ghost of everything after a step, as a run does that is resumed there.
  public mutating func rewind(to step: Int) { branchOff { $0 > step } }

  /// Makes a ghost of the main line's end, from where a condition on the step begins to hold.
  private mutating func branchOff(where isReplaced: (Int) -> Bool) {
    var replaced: [Range<Int>] = []
    if let open { closed.append(open) }
    while let piece = closed.last {
      let all = piece.indices
      let cut = MetricLine.firstIndex(in: all) { isReplaced(store.step(at: $0)) }
      if cut < all.upperBound { replaced.append(cut..<all.upperBound) }
      guard cut == all.lowerBound else {
        closed[closed.count - 1].indices = all.lowerBound..<cut
        break
      }
      closed.removeLast()
    }
    open = closed.popLast()
    guard !replaced.isEmpty else { return }
    if ghostLines.count == Self.ghostCapacity { ghostLines.removeFirst() }
    ghostLines.append(MetricLine.pieces(of: replaced.reversed()))
    lastStep = open.map { store.step(at: $0.indices.upperBound - 1) } ?? .min
  }
}

extension MetricSeries: Equatable {
  /// Whether the same values arrived in the same order, and the same of them are ghosts.
  public static func == (a: MetricSeries, b: MetricSeries) -> Bool {
    a.count == b.count && a.pieces == b.pieces && a.ghostLines == b.ghostLines
      && (0..<a.count).allSatisfy { a[$0] == b[$0] }
  }
}
