/// A line through a series: samples whose steps never fall, in order, to be looked up and summarised.
public struct MetricLine: Sendable {
  /// Samples of the line that arrived one after another.
  struct Piece: Sendable, Equatable {
    /// Where they are among all samples.
    var indices: Range<Int>
    /// How many samples of the line come before them.
    let start: Int

    var end: Int { start + indices.count }

    /// Takes in the sample that arrived next.
    mutating func grow() { indices = indices.lowerBound..<indices.upperBound + 1 }
  }

  private let store: SampleStore
  private let pieces: [Piece]

  init(_ store: SampleStore, _ pieces: [Piece]) {
    self.store = store
    self.pieces = pieces
  }

  /// The pieces of a line that goes through these ranges of samples.
  static func pieces(of ranges: [Range<Int>]) -> [Piece] {
    ranges.reduce(into: []) { $0.append(Piece(indices: $1, start: $0.last?.end ?? 0)) }
  }

  /// How many samples it has.
  public var count: Int { pieces.last?.end ?? 0 }
  /// Whether it has none.
  public var isEmpty: Bool { count == 0 }
  /// Its first sample.
  public var first: MetricSample? { isEmpty ? nil : self[0] }
  /// Its last sample.
  public var last: MetricSample? { isEmpty ? nil : self[count - 1] }

  /// The sample of a place, from 0 to count − 1.
  public subscript(place: Int) -> MetricSample { store[index(of: place)] }

  /// The step of a place.
  public func step(at place: Int) -> Int { store.step(at: index(of: place)) }

  /// The first place whose step is at least this; the count where there is none.
  public func firstPlace(atOrAfter step: Double) -> Int {
    Self.firstIndex(in: 0..<count) { Double(self.step(at: $0)) >= step }
  }

  /// What the samples of a range of places have in common, in time that does not grow with their number.
  public func summary(of places: Range<Int>) -> SampleSummary {
    var summary = SampleSummary()
    guard !places.isEmpty else { return summary }
    for piece in pieces[pieceIndex(of: places.lowerBound)...] {
      guard piece.start < places.upperBound else { break }
      let shift = piece.indices.lowerBound - piece.start
      let start = max(places.lowerBound, piece.start) + shift
      let end = min(places.upperBound, piece.end) + shift
      summary.formUnion(store.summary(of: start..<end))
    }
    return summary
  }

  private func index(of place: Int) -> Int {
    let piece = pieces[pieceIndex(of: place)]
    return piece.indices.lowerBound + place - piece.start
  }

  private func pieceIndex(of place: Int) -> Int {
    guard pieces.count > 1 else { return 0 }
    return Self.firstIndex(in: pieces.indices) { pieces[$0].end > place }
  }

  /// The first index that satisfies a condition which, once true, stays true; the range's end where none does.
  static func firstIndex(in range: Range<Int>, where condition: (Int) -> Bool) -> Int {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = low + (high - low) / 2
      if condition(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
