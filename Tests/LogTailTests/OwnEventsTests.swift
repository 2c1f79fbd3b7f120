import Events
import Testing

@testable import LogTail

@Suite struct OwnEventsTests {
  @Test func readsOurOwnRuns() {
    let reading = Reading(
      """
      {"time": 1.5, "event": "started", "recipe": "demo", "seed": 7, "total_steps": 10}
      {"time": 2.5, "event": "metrics", "step": 1, "epoch": 0.5, "values": {"loss": 2.5, "lr": 0.1}}
      {"time": 3.5, "event": "evaluated", "step": 1, "epoch": 0.5, "seconds": 3, "summary": {"bbox/AP": 12.5}, "classes": []}

      """, as: .tailboard)
    #expect(reading.steps == [1, 1])
    #expect(reading.records.map(\.time) == [2.5, 3.5])
    #expect(reading.values("loss") == [2.5])
    #expect(reading.values("seed").isEmpty)
    #expect(reading.evaluations.map { $0.summary[.averagePrecision(.box)] } == [12.5])
  }
}
