import Testing

@testable import Events

@Suite struct MetricSeriesTests {
  /// Steps that mostly rise, by one, evenly, unevenly or by thousands of millions, and now and then fall.
  @Test(arguments: [(seed: 1, stride: 1...1), (2, 20...20), (3, 0...3), (4, 1...5_000_000_000)])
  func isWhatTheSamplesOneByOneAre(seed: UInt64, stride: ClosedRange<Int>) {
    var random = Congruence(state: seed)
    var series = MetricSeries()
    var plain = PlainSeries()
    for _ in 0..<6 {
      for _ in 0..<Int.random(in: 1...12_000, using: &random) {
        let step = (plain.main.last?.step ?? 0) + Int.random(in: stride, using: &random)
        let sample = MetricSample(step: step, time: 1000, value: Self.value(using: &random))
        series.append(step: step, time: 1000, value: sample.value)
        plain.append(sample)
      }
      let back = plain.main[Int.random(in: 0..<plain.main.count, using: &random)].step
      series.rewind(to: back)
      plain.rewind(to: back)
    }
    #expect(series.count == plain.all.count)
    #expect((0..<series.count).allSatisfy { isSame(series[$0], plain.all[$0]) })
    expect(series.main, is: plain.main, using: &random)
    #expect(series.ghosts.count == plain.ghosts.count)
    for (ghost, samples) in zip(series.ghosts, plain.ghosts) { expect(ghost, is: samples, using: &random) }
    #expect(series.summary == SampleSummary(plain.all.map(\.value)))
  }

  @Test func aStepThatFallsMakesAGhostOfWhatItReplaces() {
    var series = MetricSeries()
    for step in [10, 20, 30, 40, 20, 30] { series.append(step: step, time: .nan, value: Double(step)) }
    #expect(steps(series.main) == [10, 20, 30])
    #expect(series.ghosts.map(steps) == [[20, 30, 40]])
    #expect(series.count == 6)
  }

  @Test func aBranchOfABranchKeepsBothGhostsWhole() {
    var series = MetricSeries()
    for step in [1, 2, 3, 4, 5, 4, 5, 6, 2, 3] { series.append(step: step, time: 0, value: 0) }
    #expect(steps(series.main) == [1, 2, 3])
    #expect(series.ghosts.map(steps) == [[4, 5], [2, 3, 4, 5, 6]])
  }

  @Test func theSameStepTwiceIsNoResume() {
    var series = MetricSeries()
    for step in [5, 5, 6] { series.append(step: step, time: 0, value: 0) }
    #expect(steps(series.main) == [5, 5, 6])
    #expect(series.ghosts.isEmpty)
  }

  @Test func aCopyDoesNotSeeWhatIsAppendedLater() {
    var series = MetricSeries()
    for step in 1...3000 { series.append(step: step, time: 0, value: Double(step)) }
    let copy = series
    series.append(step: 3001, time: 0, value: -1)
    series.rewind(to: 10)
    #expect(copy.count == 3000 && copy.main.count == 3000 && copy.summary.lowest == 1)
    #expect(series.count == 3001 && series.main.count == 10)
  }

  @Test func timesKeepMillisecondsAndWhatNobodySaidStaysUnknown() {
    var series = MetricSeries()
    for step in 0..<2048 {
      series.append(step: step, time: step == 7 ? .nan : 1_700_000_000 + Double(step) * 20, value: 0)
    }
    #expect(series[7].time.isNaN)
    for step in [0, 6, 8, 1023, 1024, 2047] {
      #expect(abs(series[step].time - 1_700_000_000 - Double(step) * 20) < 0.002)
    }
  }

  @Test func anEmptySeriesHasNoEnds() {
    let series = MetricSeries()
    #expect(series.first == nil && series.last == nil && series.main.last == nil)
    #expect(series.main.firstPlace(atOrAfter: 0) == 0)
    #expect(series.summary == SampleSummary())
  }

  private func steps(_ line: MetricLine) -> [Int] { (0..<line.count).map(line.step) }

  /// Tenths, whose sums are the same in any order; now and then NaN or infinite.
  private static func value(using random: inout Congruence) -> Double {
    switch Int.random(in: 0..<50, using: &random) {
    case 0: .nan
    case 1: -.infinity
    default: Double(Int.random(in: -4096...4096, using: &random)) / 8
    }
  }

  private func expect(_ line: MetricLine, is samples: [MetricSample], using random: inout Congruence) {
    #expect(line.count == samples.count)
    #expect(samples.indices.allSatisfy { isSame(line[$0], samples[$0]) })
    for _ in 0..<40 {
      let ends = [0, 0].map { _ in Int.random(in: 0...samples.count, using: &random) }.sorted()
      let range = ends[0]..<ends[1]
      #expect(line.summary(of: range) == SampleSummary(samples[range].map(\.value)))
      let step = Double(Int.random(in: 0...(samples.last?.step ?? 0) + 1, using: &random))
      #expect(
        line.firstPlace(atOrAfter: step) == samples.firstIndex { Double($0.step) >= step } ?? samples.count)
    }
  }

  private func isSame(_ a: MetricSample, _ b: MetricSample) -> Bool {
    a.step == b.step && a.time == b.time && (a.value == b.value || a.value.isNaN && b.value.isNaN)
  }

}

/// A series said in the plainest way.
private struct PlainSeries {
  var all: [MetricSample] = []
  var main: [MetricSample] = []
  var ghosts: [[MetricSample]] = []

  mutating func append(_ sample: MetricSample) {
    if let last = main.last, sample.step < last.step { branchOff { $0.step >= sample.step } }
    main.append(sample)
    all.append(sample)
  }

  mutating func rewind(to step: Int) { branchOff { $0.step > step } }

  private mutating func branchOff(_ isReplaced: (MetricSample) -> Bool) {
    let replaced = main.filter(isReplaced)
    guard !replaced.isEmpty else { return }
    main.removeAll(where: isReplaced)
    ghosts.append(replaced)
  }
}

/// Knuth's MMIX congruence: the same numbers on every machine.
private struct Congruence: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 32)
  }
}
