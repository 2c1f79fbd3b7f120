/// Neighbouring samples that will never change, in columns: 12 to 21 bytes each, shared by every copy of a series.
final class SampleChunk: Sendable {
  static let length = 1024
  /// Samples to a leaf, whose summary is kept.
  private static let leafLength = 64

  /// Steps of equal distance need no memory; others are kept as distances from the first where those fit.
  private enum Steps {
    case regular(first: Int, stride: Int)
    case near(first: Int, distances: [Int32])
    case far([Int])
  }

  private let steps: Steps
  /// The first known time, and seconds since it (to 2 ms within six hours); empty where no time is known.
  private let firstTime: Double
  private let seconds: [Float]
  private let values: [Double]
  private let leaves: [SampleSummary]
  let summary: SampleSummary

  /// Seals a full chunk.
  init(_ open: OpenChunk) {
    precondition(open.count == Self.length, "a chunk holds \(Self.length) samples, got \(open.count)")
    steps = Self.pack(open.steps)
    let firstTime = open.times.first { $0.isFinite }
    self.firstTime = firstTime ?? .nan
    seconds = firstTime.map { first in open.times.map { Float($0 - first) } } ?? []
    // Copied: what was appended to may have room for more.
    values = open.values.withUnsafeBufferPointer(Array.init)
    let leaves = stride(from: 0, to: Self.length, by: Self.leafLength).map {
      SampleSummary(open.values[$0..<$0 + Self.leafLength])
    }
    self.leaves = leaves
    summary = leaves.reduce(into: SampleSummary()) { $0.formUnion($1) }
  }

  private static func pack(_ steps: [Int]) -> Steps {
    let first = steps[0]
    let stride = steps[1].subtractingReportingOverflow(first)
    if !stride.overflow, steps.indices.allSatisfy({ steps[$0] == first &+ $0 &* stride.partialValue }) {
      return .regular(first: first, stride: stride.partialValue)
    }
    let isNear = steps.allSatisfy { step in
      let distance = step.subtractingReportingOverflow(first)
      return !distance.overflow && Int32(exactly: distance.partialValue) != nil
    }
    guard isNear else { return .far(steps.withUnsafeBufferPointer(Array.init)) }
    return .near(first: first, distances: steps.map { Int32($0 - first) })
  }

  func step(at index: Int) -> Int {
    switch steps {
    case .regular(let first, let stride): first &+ index &* stride
    case .near(let first, let distances): first + Int(distances[index])
    case .far(let steps): steps[index]
    }
  }

  subscript(index: Int) -> MetricSample {
    MetricSample(
      step: step(at: index), time: seconds.isEmpty ? .nan : firstTime + Double(seconds[index]),
      value: values[index])
  }

  /// What the samples of a range have in common.
  func summary(of range: Range<Int>) -> SampleSummary {
    let length = Self.leafLength
    let first = (range.lowerBound + length - 1) / length
    let end = range.upperBound / length
    guard first < end else { return SampleSummary(values[range]) }
    var summary = SampleSummary(values[range.lowerBound..<first * length])
    for leaf in leaves[first..<end] { summary.formUnion(leaf) }
    summary.formUnion(SampleSummary(values[end * length..<range.upperBound]))
    return summary
  }
}

/// The newest samples of a series, before there are enough for a chunk.
struct OpenChunk: Sendable {
  private(set) var steps: [Int] = []
  private(set) var times: [Double] = []
  private(set) var values: [Double] = []

  var count: Int { values.count }
  var isFull: Bool { count == SampleChunk.length }

  subscript(index: Int) -> MetricSample {
    MetricSample(step: steps[index], time: times[index], value: values[index])
  }

  mutating func append(step: Int, time: Double, value: Double) {
    if values.count == values.capacity { grow() }
    steps.append(step)
    times.append(time)
    values.append(value)
  }

  /// By a quarter: thousands of short series are common, and doubling would waste half of their memory.
  private mutating func grow() {
    let capacity = min(max(count + count / 4, 8), SampleChunk.length)
    steps.reserveCapacity(capacity)
    times.reserveCapacity(capacity)
    values.reserveCapacity(capacity)
  }
}
