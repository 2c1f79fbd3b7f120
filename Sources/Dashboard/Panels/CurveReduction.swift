import Events
import Glibc
import Widgets

/// A curve as wide as a chart, from as many samples as there are.
struct CurveReduction {
  /// The steps to show.
  let steps: ClosedRange<Double>
  /// How many points to show them in.
  let columns: Int
  /// What a mean keeps from one step to the next; 0 for no smoothing.
  let smoothing: Double
  /// A step that gets a point of its own, so that its value is exact.
  let cursor: Int?
  /// Whether points lie at equal ratios of steps rather than at equal distances.
  let isLogarithmic: Bool

  /// What a chart draws of one series.
  struct Curve: Equatable {
    var smoothed: [ChartPoint] = []
    var raw: [ChartPoint] = []
    var envelope: [Envelope] = []
  }

  /// Reduces a line; `position` places a sample on the x axis.
  func curve(of line: MetricLine, position: (MetricSample) -> Double) -> Curve {
    var curve = Curve()
    var mean = ExponentialMean(memory: smoothing)
    for places in warmUp(line) { mean.add(line.summary(of: places), steps: Self.steps(of: places, in: line)) }
    for places in self.places(of: line) {
      let summary = line.summary(of: places)
      mean.add(summary, steps: Self.steps(of: places, in: line))
      let first = position(line[places.lowerBound])
      let x = (first + position(line[places.upperBound - 1])) / 2
      if summary.nonFiniteCount > 0 { curve.raw.append(ChartPoint(x, .nan)) }
      guard let value = summary.mean, let smoothed = mean.value else { continue }
      curve.raw.append(ChartPoint(x, value))
      curve.smoothed.append(ChartPoint(x, smoothed))
      curve.envelope.append(Envelope(x: x, low: summary.lowest, high: summary.highest))
    }
    return curve
  }

  /// The samples of each point, from left to right; a point without samples is left out.
  private func places(of line: MetricLine) -> [Range<Int>] {
    var edges = (0...max(columns, 1)).map(edge)
    if let cursor { edges = (edges + [Double(cursor), Double(cursor) + 1]).filter(isShown).sorted() }
    let starts = edges.map(line.firstPlace)
    return zip(starts, starts.dropFirst()).filter { $0 < $1 }.map { $0..<$1 }
  }

  private func isShown(_ edge: Double) -> Bool { steps.lowerBound...(steps.upperBound + 1) ~= edge }

  /// The step where a point begins; the last one ends just past the last step.
  private func edge(_ index: Int) -> Double {
    let fraction = Double(index) / Double(max(columns, 1))
    let end = steps.upperBound + 1
    guard isLogarithmic else { return steps.lowerBound + (end - steps.lowerBound) * fraction }
    let start = max(steps.lowerBound, 1)
    return index == 0 ? steps.lowerBound : start * pow(max(end, start) / start, fraction)
  }

  /// What the mean remembers when the picture begins: the samples before it, in few pieces.
  private func warmUp(_ line: MetricLine) -> [Range<Int>] {
    guard smoothing > 0 else { return [] }
    let memory = log(0.01) / log(smoothing)
    let start = line.firstPlace(atOrAfter: steps.lowerBound - memory)
    let end = line.firstPlace(atOrAfter: steps.lowerBound)
    let piece = max((end - start) / 32, 1)
    return stride(from: start, to: end, by: piece).map { $0..<min($0 + piece, end) }
  }

  private static func steps(of places: Range<Int>, in line: MetricLine) -> Double {
    guard places.lowerBound > 0 else { return Double(places.count) }
    return Double(line.step(at: places.upperBound - 1)) - Double(line.step(at: places.lowerBound - 1))
  }
}

/// An exponential mean that forgets by steps, without a bias towards its start.
struct ExponentialMean {
  let memory: Double
  private var sum = 0.0
  private var weight = 0.0

  init(memory: Double) { self.memory = memory }

  var value: Double? { weight > 0 ? sum / weight : nil }

  /// Takes in neighbours that stand for so many steps; what is not finite is passed over.
  mutating func add(_ summary: SampleSummary, steps: Double) {
    guard let mean = summary.mean else { return }
    let kept = pow(memory, max(steps, 1))
    sum = sum * kept + mean * (1 - kept)
    weight = weight * kept + (1 - kept)
  }
}
