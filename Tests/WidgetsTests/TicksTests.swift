import Testing

@testable import Widgets

@Suite struct TicksTests {
  private func labels(
    _ range: ClosedRange<Double>, _ format: ValueFormat = .number, _ scale: Axis.Scale = .linear,
    atMost count: Int = 5
  ) -> [String] {
    Ticks.along(Projection(range, scale), format, atMost: count).map(\.label)
  }

  @Test func lieAtRoundNumbers() {
    #expect(labels(0...206.9) == ["0", "50", "100", "150", "200"])
    #expect(labels(0.31...1.02) == ["0.4", "0.6", "0.8", "1.0"])
    #expect(labels(-1...1) == ["-1.0", "-0.5", "0.0", "0.5", "1.0"])
  }

  @Test func countThousandsWithALetter() {
    #expect(labels(0...41770, .count) == ["0", "10k", "20k", "30k", "40k"])
    #expect(labels(0...3, .count, atMost: 9) == ["0", "1", "2", "3"])
    #expect(labels(0...2.1e6, .count) == ["0", "0.5M", "1.0M", "1.5M", "2.0M"])
    #expect(labels(10_020...10_480, .count) == ["10.1k", "10.2k", "10.3k", "10.4k"])
  }

  @Test func timesAreTimesOfDay() {
    #expect(labels(0...5400, .duration) == ["0s", "30m", "1h", "1h30m"])
    #expect(
      labels(0...14_000, .duration, atMost: 8) == ["0s", "30m", "1h", "1h30m", "2h", "2h30m", "3h", "3h30m"])
    #expect(labels(0...40, .duration) == ["0s", "10s", "20s", "30s", "40s"])
    #expect(labels(0...0.4, .duration) == ["0.0s", "0.1s", "0.2s", "0.3s", "0.4s"])
  }

  @Test func fractionsAreLabelledInHundredths() {
    #expect(labels(0...0.27, .averagePrecision) == ["0", "10", "20"])
    #expect(labels(0...1, .percent, atMost: 6) == ["0%", "20%", "40%", "60%", "80%", "100%"])
  }

  @Test func smallNumbersShareOneExponent() {
    #expect(labels(0...0.00012) == ["0", "0.5e-4", "1.0e-4"])
  }

  @Test func logarithmsHaveDecadesOrOneTwoFive() {
    #expect(labels(0.18...2.4, .number, .logarithmic) == ["0.2", "0.5", "1.0", "2.0"])
    #expect(labels(0.001...100, .number, .logarithmic, atMost: 6).count == 6)
    #expect(labels(0.01...10, .number, .logarithmic, atMost: 4) == ["0.01", "0.10", "1.00", "10.00"])
    #expect(labels(1e-4...100_000, .number, .logarithmic) == ["1e-4", "0.01", "1", "100", "10k"])
    #expect(labels(0.80...0.86, .number, .logarithmic) == ["0.80", "0.82", "0.84", "0.86"])
  }

  @Test(arguments: [(-3.0)...7, 1e-9...2e-9, 5...5, 0...1e12, -1e-3...1e-3], [1, 2, 3, 7, 20])
  func neverMoreThanAskedFor(range: ClosedRange<Double>, count: Int) {
    for scale in [Axis.Scale.linear, .logarithmic] {
      let ticks = Ticks.along(Projection(range, scale), .number, atMost: count)
      #expect(ticks.count <= max(count, 1))
      #expect(Set(ticks.map(\.label)).count == ticks.count)
    }
  }
}
