import Events
import ScriptedRuns
import Testing

@testable import Dashboard

@Suite struct CurveReductionTests {
  private func series(_ values: [Double]) -> MetricSeries {
    values.enumerated().reduce(into: MetricSeries()) { series, sample in
      series.append(step: sample.offset + 1, time: 0, value: sample.element)
    }
  }

  private func curve(
    of values: [Double], columns: Int, smoothing: Double = 0, cursor: Int? = nil
  ) -> CurveReduction.Curve {
    CurveReduction(
      steps: 0...Double(values.count), columns: columns, smoothing: smoothing, cursor: cursor,
      isLogarithmic: false
    ).curve(of: series(values).main) { Double($0.step) }
  }

  @Test func withRoomForEveryStepTheCurveIsTheSeries() {
    let values = [3.0, 1, 4, 1, 5, 9, 2, 6]
    let curve = curve(of: values, columns: 100)
    #expect(curve.raw.map(\.y) == values)
    #expect(curve.raw.map(\.x) == (1...8).map(Double.init))
    #expect(curve.smoothed.map(\.y) == values)
  }

  @Test func manyStepsBecomeMeansInTheirEnvelope() {
    let curve = curve(of: (0..<10_000).map { Double($0 % 10) }, columns: 50)
    #expect(curve.raw.count <= 50)
    #expect(curve.envelope.allSatisfy { $0.low == 0 && $0.high == 9 })
    #expect(curve.raw.allSatisfy { abs($0.y - 4.5) < 0.2 })
  }

  @Test func theCursorsStepKeepsItsExactValue() {
    var values = [Double](repeating: 1, count: 10_000)
    values[4320] = 7
    let curve = curve(of: values, columns: 50, cursor: 4321)
    #expect(curve.raw.contains { $0.x == 4321 && $0.y == 7 })
  }

  /// Adam's bias correction by hand: after 1 and 3 with a memory of ½ the mean is (½·1·½ + ½·3) / (¼ + ½).
  @Test func theMeanIsNotBiasedTowardsItsStart() {
    let curve = curve(of: [1, 3], columns: 10, smoothing: 0.5)
    #expect(curve.smoothed.map(\.y) == [1, 1.75 / 0.75])
  }

  @Test func whatIsNotFiniteIsATickAndLeavesTheMeanAlone() {
    let curve = curve(of: [2, .nan, 2], columns: 10, smoothing: 0.9)
    #expect(curve.raw.contains { $0.x == 2 && $0.y.isNaN })
    #expect(curve.smoothed.allSatisfy { abs($0.y - 2) < 1e-12 })
  }
}
