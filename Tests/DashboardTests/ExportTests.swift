import Cells
import Events
import ScriptedRuns
import Testing

@testable import Dashboard

@Suite struct ExportTests {
  private func state(steps: Int, _ size: Size = Size(width: 80, height: 24)) -> DashboardState {
    var state = DashboardState(role: .viewer, size: size, now: 0, secondsFromGMT: 0)
    for event in ScriptedRun.trained(steps: steps).events { _ = state.apply(.event(event)) }
    _ = state.apply(.tick(state.now))
    return state
  }

  private func rows(_ pane: String, of state: DashboardState) throws -> [[String]] {
    let pane = try #require(Pane.named(pane))
    let csv = try #require(state.figures(of: pane)?.csv)
    return csv.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test func everyPaneHasItsFigures() throws {
    let state = state(steps: 250)
    for pane in Pane.all {
      let table = try #require(state.figures(of: pane), "\(pane.name)")
      #expect(!table.rows.isEmpty, "\(pane.name)")
    }
  }

  /// A mean that keeps 0.9 from one step to the next, without a bias towards its start.
  @Test func everySampleOfTheLossIsThereRawAndSmoothed() throws {
    let state = state(steps: 250)
    let loss = try rows("loss", of: state).filter { $0[1] == "loss" }
    #expect(loss.count == 250)
    let raw = try loss.map { try #require(Double($0[5])) }
    var (sum, weight) = (0.0, 0.0)
    for (value, row) in zip(raw, loss) {
      sum = sum * 0.9 + value * 0.1
      weight = weight * 0.9 + 0.1
      #expect(abs(try #require(Double(row[6])) - sum / weight) < 1e-9)
    }
    #expect(loss.first?[2] == "1" && loss.last?[2] == "250")
  }

  @Test func figuresDoNotDependOnTheSizeOfThePane() throws {
    let (small, large) = (
      state(steps: 250, Size(width: 40, height: 10)), state(steps: 250, Size(width: 300, height: 80))
    )
    for pane in Pane.all { #expect(small.figures(of: pane) == large.figures(of: pane)) }
  }

  @Test func evaluationsAreNeverSmoothed() throws {
    let state = state(steps: 450)
    let all = try rows("ap", of: state).filter { $0[2] == "all" }
    let told = try #require(state.run).evaluations.map {
      $0.report.summary[.averagePrecision(state.task)]
    }
    #expect(all.map { Double($0[6]) } == told)
  }

  @Test func textsWithCommasAndQuotesAreOneFigure() {
    var table = FigureTable(["a", "b"])
    table.append(["x, \"y\"", "line\nbreak"])
    #expect(table.csv == "a,b\n\"x, \"\"y\"\"\",\"line\nbreak\"\n")
  }

  @Test func aFileIsNamedForItsRunAndIsNoPath() {
    var state = DashboardState(role: .viewer, size: Size(width: 80, height: 24), now: 0, secondsFromGMT: 0)
    for name in ["../../etc/cron.d/x", "/tmp/y", "..", "a b;c", ""] {
      state = DashboardState(role: .viewer, size: Size(width: 80, height: 24), now: 0, secondsFromGMT: 0)
      _ = state.apply(
        .event(RunEvent(run: RunID(name + " "), time: 1, body: .phase("x"))))
      #expect(!state.pictureName.contains("/") && !state.pictureName.hasPrefix("."), "\(state.pictureName)")
      #expect(!state.pictureName.contains(" ") && !state.pictureName.contains(";"))
    }
  }

  @Test func aViewIsFoundAgainWithoutTheRun() throws {
    var state = state(steps: 250)
    for key: Key in [.character("2"), .character("z"), .character("1"), .character("["), .character("y")] {
      _ = state.apply(.key(key))
    }
    state.show(MetricKey("loss_mask"))
    let view = state.view(in: "light")
    var other = DashboardState(role: .viewer, size: Size(width: 80, height: 24), now: 0, secondsFromGMT: 0)
    other.restore(view)
    #expect(other.view(in: "light") == view)
    #expect(other.pane == .loss && other.isMaximized && other.chosenMetric == MetricKey("loss_mask"))
    #expect(other.lossChart.smoothing == 0.8 && !other.lossChart.isLogarithmic)
  }

  @Test func aViewOfAPaneThatIsGoneLeavesThePane() {
    var state = state(steps: 10)
    var view = state.view(in: nil)
    view.pane = "no-such"
    view.smoothing = 0.123
    state.restore(view)
    #expect(state.pane == .loss && state.lossChart.smoothing == 0.9)
  }
}
