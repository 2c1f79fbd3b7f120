/// One value of a metric.
struct Sample: Sendable, Equatable {
  let step: Int
  let time: Double
  let value: Double
}

/// The raw values of one metric, in order of steps, bounded in memory and cheap to look at from afar.
///
/// When full, of every four neighbours the lowest and the highest stay, so peaks never vanish. Summaries of
/// whole blocks make a redraw cost as much as the chart is wide, however long the run.
struct MetricSeries: Sendable, Equatable {
  static let capacity = 1 << 16
  private static let blockLength = 64

  private(set) var samples: [Sample] = []
  private var blocks: [SampleSummary] = []

  var last: Sample? { samples.last }

  /// Adds a sample; one at or before the last step replaces what came after it, as a resumed run does.
  mutating func append(_ sample: Sample) {
    if let last, sample.step <= last.step { removeAll(after: sample.step - 1) }
    if samples.count == Self.capacity { thin() }
    let time = max(sample.time, samples.last?.time ?? sample.time)
    samples.append(Sample(step: sample.step, time: time, value: sample.value))
    if samples.count.isMultiple(of: Self.blockLength) {
      blocks.append(SampleSummary(samples.suffix(Self.blockLength)))
    }
  }

  /// Forgets what a resumed run will do again.
  mutating func removeAll(after step: Int) {
    samples.removeSubrange(firstIndex { $0.step > step }...)
    blocks.removeSubrange((samples.count / Self.blockLength)...)
  }

  /// The first sample that satisfies a condition which, once true, stays true.
  func firstIndex(where condition: (Sample) -> Bool) -> Int {
    var low = 0
    var high = samples.count
    while low < high {
      let middle = (low + high) / 2
      if condition(samples[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// What the samples of a range have in common.
  func summary(of range: Range<Int>) -> SampleSummary {
    let length = Self.blockLength
    let firstBlock = (range.lowerBound + length - 1) / length
    let endBlock = range.upperBound / length
    guard firstBlock < endBlock else { return SampleSummary(samples[range]) }
    var summary = SampleSummary(samples[range.lowerBound..<firstBlock * length])
    for block in blocks[firstBlock..<endBlock] { summary.formUnion(block) }
    summary.formUnion(SampleSummary(samples[endBlock * length..<range.upperBound]))
    return summary
  }

  private mutating func thin() {
    samples = stride(from: 0, to: samples.count, by: 4).flatMap { start in
      Self.extremes(of: samples[start..<min(start + 4, samples.count)])
    }
    blocks = stride(from: 0, through: samples.count - Self.blockLength, by: Self.blockLength).map { start in
      SampleSummary(samples[start..<start + Self.blockLength])
    }
  }

  /// The lowest and highest of a few neighbours, in order; what is not finite counts as highest.
  private static func extremes(of group: ArraySlice<Sample>) -> [Sample] {
    func rank(_ sample: Sample) -> Double { sample.value.isFinite ? sample.value : .infinity }
    guard group.count > 2, let low = group.indices.min(by: { rank(group[$0]) < rank(group[$1]) }),
      let high = group.indices.reversed().max(by: { rank(group[$0]) < rank(group[$1]) })
    else { return Array(group) }
    return [min(low, high), max(low, high)].map { group[$0] }
  }
}

/// What neighbouring samples have in common.
struct SampleSummary: Sendable, Equatable {
  private(set) var count = 0
  private(set) var nonFiniteCount = 0
  private(set) var lowest = Double.infinity
  private(set) var highest = -Double.infinity
  private var sum = 0.0

  init(_ samples: ArraySlice<Sample>) {
    for sample in samples { add(sample.value) }
  }

  /// The mean of the finite values, nil where there is none.
  var mean: Double? { count > nonFiniteCount ? sum / Double(count - nonFiniteCount) : nil }

  mutating func formUnion(_ other: SampleSummary) {
    count += other.count
    nonFiniteCount += other.nonFiniteCount
    lowest = min(lowest, other.lowest)
    highest = max(highest, other.highest)
    sum += other.sum
  }

  private mutating func add(_ value: Double) {
    count += 1
    guard value.isFinite else {
      nonFiniteCount += 1
      return
    }
    lowest = min(lowest, value)
    highest = max(highest, value)
    sum += value
  }
}
