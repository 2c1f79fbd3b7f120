/// Neighbouring samples in columns: 12 to 20 bytes each.
struct SampleColumns: Sendable {
  private var steps = StepColumn()
  /// The first known time, and seconds since it (to 2 ms within six hours); empty where no time is known.
  private var firstTime = Double.nan
  private var seconds: [Float] = []
  private(set) var values: [Double] = []

  var count: Int { values.count }

  subscript(index: Int) -> MetricSample {
    let time = seconds.isEmpty ? .nan : firstTime + Double(seconds[index])
    return MetricSample(step: steps[index], time: time, value: values[index])
  }

  func step(at index: Int) -> Int { steps[index] }

  mutating func append(step: Int, time: Double, value: Double) {
    steps.append(step)
    append(time)
    values.append(sparing: value)
  }

  private mutating func append(_ time: Double) {
    if seconds.isEmpty {
      guard time.isFinite else { return }
      firstTime = time
      seconds = [Float](repeating: .nan, count: count)
    }
    seconds.append(sparing: Float(time - firstTime))
  }
}

/// Steps of equal distance need no memory; others are kept as distances from the first where those fit.
struct StepColumn: Sendable {
  private var count = 0
  private var first = 0
  private var stride = 0
  private var distances: [Int32] = []
  private var far: [Int] = []

  subscript(index: Int) -> Int {
    if !far.isEmpty { return far[index] }
    return distances.isEmpty ? first &+ index &* stride : first + Int(distances[index])
  }

  mutating func append(_ step: Int) {
    if count == 0 { first = step }
    if count == 1 { stride = step &- first }
    defer { count += 1 }
    if !far.isEmpty { return far.append(sparing: step) }
    if distances.isEmpty {
      if isRegular(step) { return }
      distances = spread()
    }
    if !distances.isEmpty, let distance = distance(to: step) { return distances.append(sparing: distance) }
    far = (0..<count).map { self[$0] }
    distances = []
    far.append(sparing: step)
  }

  private func distance(to step: Int) -> Int32? {
    let (distance, overflows) = step.subtractingReportingOverflow(first)
    return overflows ? nil : Int32(exactly: distance)
  }

  private func isRegular(_ step: Int) -> Bool {
    let (way, overflows) = stride.multipliedReportingOverflow(by: count)
    let (expected, leaves) = first.addingReportingOverflow(way)
    return !overflows && !leaves && step == expected
  }

  /// The regular steps as distances; none where one does not fit.
  private func spread() -> [Int32] {
    let distances = (0..<count).compactMap { Int32(exactly: $0 * stride) }
    return distances.count == count ? distances : []
  }
}

extension Array {
  /// Appends with room for a quarter more: thousands of short columns are common, and doubling would waste half.
  fileprivate mutating func append(sparing element: Element) {
    if count == capacity { reserveCapacity(Swift.min(count + Swift.max(count / 4, 8), SampleChunk.length)) }
    append(element)
  }
}
