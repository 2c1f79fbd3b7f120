import Cells
import Events
import ScriptedRuns
import Testing
import Widgets

@testable import Dashboard

@Suite struct PanelTests {
  private let starting = ScriptedRun.starting().state(width: 80, height: 24)
  private let running = ScriptedRun.trained(steps: 845).state(width: 80, height: 24)

  @Test func theStartUpListsItsPhasesWithTheirTimes() {
    expect(
      LossPanel(state: starting, theme: .plain), width: 44, height: 3,
      shows: """
              ✓ loading annotations     1.4s
              ✓ building the model      2.2s
              ▶ first batch            100ms
        """)
  }

  @Test func withoutAnEvaluationThePaneSaysWhenTheFirstOneComes() {
    let state = ScriptedRun.trained(steps: 120).state(width: 80, height: 24)
    expect(
      PrecisionPanel(state: state, theme: .plain), width: 44, height: 1,
      shows: "   First evaluation after epoch 2, in 22s")
  }

  @Test func theGaugeShowsEveryBinOnOneScale() {
    expect(
      PrecisionGauge(state: running, theme: .plain), width: 78, height: 2,
      shows: """
        ◆ all 15.1 +1.9     ● rare 11.1 +1.4    ▲ common 19.8 +3.0  ■ freq 27.4 +1.7
        ▂▃▄▄                ▁▂▃▃                ▂▃▅▆                ▄▆██
        """)
  }

  @Test func aLossThatIsNotFiniteTicksTheAxis() {
    var run = ScriptedRun.trained(steps: 10)
    run.send(.metrics(StepMetrics(step: 11, epoch: 0.1, values: [.loss: .nan])), after: 0.3)
    let state = run.state(width: 80, height: 24)
    let picture = CellBuffer(
      drawing: LossPanel(state: state, theme: .plain), size: Size(width: 78, height: 10)
    ).text
    #expect(picture.contains("×"))
  }

  @Test func theStatusSaysSinceWhenNothingWasHeard() {
    var state = running
    _ = state.apply(.tick(state.now + 120))
    let line = CellBuffer(
      drawing: StatusView(state: state, theme: .plain), size: Size(width: 120, height: 1)
    ).text
    #expect(line.contains("no news since 22:17"))
  }

  @Test func alertsAreCountedInTheStatusAndListedByA() {
    var run = ScriptedRun.trained(steps: 210)
    run.send(.metrics(StepMetrics(step: 211, epoch: 2.1, values: [.lossMask: .infinity])), after: 0.3)
    var state = run.state(width: 80, height: 24)
    #expect(picture(of: state).contains("✗ 1 alert (a)"))
    _ = state.apply(.key(.character("a")))
    #expect(picture(of: state).contains("loss_mask is not finite at step 211"))
  }

  @Test func stoppingIsAskedForInWords() {
    var state = running
    _ = state.apply(.key(.character("K")))
    let picture = picture(of: state)
    #expect(picture.contains("Stop training?"))
    #expect(picture.contains("saves a checkpoint and ends"))
  }

  @Test func theLogFollowsScrollsAndSearches() {
    var run = ScriptedRun.starting()
    for line in 1...50 { run.send(.log(.info, "line \(line)"), after: 1) }
    var state = run.state(width: 80, height: 24)
    _ = state.apply(.key(.character("6")))
    #expect(picture(of: state).contains("line 50"))
    for key in "/line 7".map(Key.character) + [.enter] { _ = state.apply(.key(key)) }
    #expect(picture(of: state).contains("line 7\n") || picture(of: state).contains("line 7 "))
    #expect(!picture(of: state).contains("line 50"))
    _ = state.apply(.key(.character("F")))
    #expect(picture(of: state).contains("line 50"))
  }

  @Test func theWholeScreenSurvivesEverySizeInEveryPane() {
    let run = ScriptedRun.trained(steps: 210)
    for pane in Pane.all {
      for (width, height) in [
        (0, 0), (1, 1), (7, 3), (39, 9), (40, 10), (48, 14), (79, 23), (110, 34), (200, 56),
      ] {
        var state = run.state(width: width, height: height)
        state.pane = pane
        for overlay: DashboardState.Overlay? in [nil, .help(HelpState()), .alerts, .stopQuestion] {
          state.overlay = overlay
          _ = picture(of: state)
        }
      }
    }
  }

  @Test func panesDropInOrderBelowTheSmallestFullSize() {
    func parts(_ width: Int, _ height: Int) -> [ScreenLayout.Part] {
      ScreenLayout(size: Size(width: width, height: height), focus: .loss, isMaximized: false).places.map(
        \.part)
    }
    #expect(parts(80, 24).contains(.events))
    #expect(!parts(80, 23).contains(.events) && parts(80, 23).contains(.classList))
    #expect(!parts(80, 19).contains(.classList) && parts(80, 19).contains(.precisionGauge))
    #expect(!parts(80, 13).contains(.precisionGauge) && parts(80, 13).contains(.pane(.loss)))
    #expect(parts(39, 24) == [.status] && parts(80, 9) == [.status])
  }

  @Test(arguments: [Size(width: 80, height: 24), Size(width: 120, height: 40), Size(width: 200, height: 60)])
  func placesNeverOverlapAndLeaveOneColumnBetweenThem(size: Size) {
    for pane in Pane.all {
      let places = ScreenLayout(size: size, focus: pane, isMaximized: false).places.map(\.rect)
      for (index, a) in places.enumerated() {
        #expect(Rect(size).intersection(a) == a)
        for b in places[(index + 1)...] {
          #expect(a.intersection(b).isEmpty)
          if a.top < b.bottom, b.top < a.bottom { #expect(max(a.left, b.left) > min(a.right, b.right)) }
        }
      }
      #expect(places.contains { !$0.isEmpty })
    }
  }

  private func picture(of state: DashboardState) -> String {
    CellBuffer(drawing: DashboardView(state, theme: .plain), size: state.size).text
  }
}

/// Expects a widget to look like the picture, trailing spaces aside.
private func expect(
  _ widget: some Widget, width: Int, height: Int, shows picture: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let drawn = CellBuffer(drawing: widget, size: Size(width: width, height: height)).text
  #expect(drawn == picture, "drawn:\n\(drawn)", sourceLocation: sourceLocation)
}
