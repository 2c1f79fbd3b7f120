import Cells
import Events
import ScriptedRuns
import Testing

@testable import Dashboard

@Suite struct AlertTests {
  @Test func whatIsNotFiniteInAnyKeyOfAForeignLogIsSeen() {
    var learningRate = MetricSeries()
    for step in 1...100 { learningRate.append(step: step, time: .nan, value: step < 40 ? 0.1 : .infinity) }
    var precision = MetricSeries()
    precision.append(step: 10, time: .nan, value: .nan)
    var run = ForeignRun("one", steps: 20, lossAtEnd: 1)
    let series = [
      MetricKey.learningRate: learningRate, MetricKey.averagePrecision(.box, bin: .rare): precision,
    ]
    run.send(.logged(.history(LogHistory(extent: .whole, series: series, evaluations: [], epoch: 1))))
    var state = DashboardState(
      role: .viewer, size: Size(width: 80, height: 24), now: 0, secondsFromGMT: 0)
    for event in run.events { _ = state.apply(.event(event)) }
    #expect(state.run?.alerts.map(\.kind) == [.notFinite(.learningRate, step: 40, lastCheckpoint: nil)])
  }
}
