/// Neighbouring samples that will never change, shared by every copy of a series.
final class SampleChunk: Sendable {
  static let length = 1024
  /// Samples to a leaf, whose summary is kept.
  private static let leafLength = 64

  private let columns: SampleColumns
  private let leaves: [SampleSummary]
  let summary: SampleSummary

  /// Seals as many samples as a chunk holds.
  init(_ columns: SampleColumns) {
    precondition(columns.count == Self.length, "a chunk holds \(Self.length) samples, got \(columns.count)")
    self.columns = columns
    leaves = (0..<Self.length / Self.leafLength).map { leaf in
      SampleSummary(columns.values[leaf * Self.leafLength..<(leaf + 1) * Self.leafLength])
    }
    summary = leaves.reduce(into: SampleSummary()) { $0.formUnion($1) }
  }

  subscript(index: Int) -> MetricSample { columns[index] }

  func step(at index: Int) -> Int { columns.step(at: index) }

  /// What the samples of a range have in common.
  func summary(of range: Range<Int>) -> SampleSummary {
    let length = Self.leafLength
    let first = (range.lowerBound + length - 1) / length
    let end = range.upperBound / length
    guard first < end else { return SampleSummary(columns.values[range]) }
    var summary = SampleSummary(columns.values[range.lowerBound..<first * length])
    for leaf in leaves[first..<end] { summary.formUnion(leaf) }
    summary.formUnion(SampleSummary(columns.values[end * length..<range.upperBound]))
    return summary
  }
}
