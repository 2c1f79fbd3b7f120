import Cells
import Events
import ScriptedRuns
import Testing
import Widgets

@testable import Dashboard

@Suite struct ManyRunsTests {
  /// Five runs: one live and resumed, one evaluated often, one of last month, one without AP, one whose files vanished.
  static let runs: [ForeignRun] = {
    var vanished = ForeignRun("debug/tiny", steps: 400, lossAtEnd: 1.9, secondsAgo: 4000)
    vanished.send(.logged(.vanished))
    return [
      ForeignRun(
        "ecm-r50-10", steps: 9000, lossAtEnd: 0.62, resumedAt: 6400,
        evaluations: [[12, 3, 11, 17], [18, 8, 17, 23], [21, 12, 20, 26]], classes: ScriptedRun.classes),
      ForeignRun(
        "ecm-r50-2", steps: 12_000, lossAtEnd: 0.55,
        evaluations: (1...6).map { index in [9, 4, 9, 14].map { $0 * Double(index) / 3 } }, secondsAgo: 900),
      ForeignRun(
        "softmax-r50", steps: 6000, lossAtEnd: 0.8, evaluations: [[14, 2, 13, 21]], secondsAgo: 2_600_000),
      ForeignRun("lightning-mnist", format: "lightning", steps: 2000, lossAtEnd: 0.1, secondsAgo: 86_000),
      vanished,
    ]
  }()

  private func state(
    _ size: Size, _ keys: String = "", of runs: [ForeignRun] = runs
  ) -> DashboardState {
    var state = DashboardState(role: .viewer, size: size, now: ScriptedRun.start, secondsFromGMT: 0)
    for event in runs.flatMap(\.events) { _ = state.apply(.event(event)) }
    _ = state.apply(.tick(ScriptedRun.start + 2))
    for key in keys { _ = state.apply(.key(key == "\n" ? .enter : .character(key))) }
    return state
  }

  private func state(_ keys: String = "", of runs: [ForeignRun] = runs) -> DashboardState {
    state(Size(width: 120, height: 40), keys, of: runs)
  }

  private func picture(of state: DashboardState) -> String {
    CellBuffer(drawing: DashboardView(state, theme: .plain), size: state.size).text
  }

  @Test(arguments: SnapshotTests.sizes) func oneOfManyRunsIsInFocus(size: Size) throws {
    try expectScreen(state(size), glyphs: .braille, matches: "runs-\(size.width)x\(size.height)")
  }

  /// Pinned: ecm-r50-2, ecm-r50-10 and softmax-r50, in this order.
  @Test(arguments: SnapshotTests.sizes) func pinnedRunsAreDrawnTogether(size: Size) throws {
    let state = state(size, "8gjpjpjjp1")
    try expectScreen(state, glyphs: .braille, matches: "compared-\(size.width)x\(size.height)")
  }

  @Test func theListOfRunsTakesItsPlaceAtTheSmallestFullSize() throws {
    try expectScreen(state(Size(width: 80, height: 24), "8"), glyphs: .braille, matches: "pane-8-80x24")
  }

  @Test func theMetricPickerListsWhatMatchesUnderEitherName() throws {
    try expectScreen(
      state(Size(width: 80, height: 24), "M/box"), glyphs: .braille, matches: "metric-picker-80x24")
  }

  @Test func namesAreListedAsPeopleCount() {
    let state = state()
    #expect(
      state.runList.order.map(\.name) == [
        "debug/tiny", "ecm-r50-2", "ecm-r50-10", "lightning-mnist", "softmax-r50",
      ])
  }

  @Test func aSearchAmongRunsLooksAtTheFirstItShows() {
    let found = state("8/soft\n")
    #expect(found.run?.name == "softmax-r50" && found.pane == .runs)
    #expect(state("8/soft\n\n").pane == .loss && state("8/soft\n\n").run?.name == "softmax-r50")
    #expect(state("8M").overlay == .metricPicker(MetricPicker()))
  }

  @Test func bracesAndTheListMoveTheFocus() {
    #expect(state().run?.name == "ecm-r50-10")
    #expect(state("{").run?.name == "ecm-r50-2")
    #expect(state("8jj").run?.name == "softmax-r50")
    #expect(state("8jj\n").pane == .loss)
    #expect(state("}}}}}}}").run?.name == "softmax-r50")
  }

  @Test func pinningTwiceTakesARunOutAgain() {
    #expect(state("8p").isComparing == false)
    #expect(state("8pjp").comparedRuns.map(\.name) == ["ecm-r50-10", "lightning-mnist"])
    #expect(state("8pjpp").comparedRuns.map(\.name) == ["ecm-r50-10", "lightning-mnist"])
    #expect(state("8pjppk").isComparing == false)
  }

  @Test func aMetricIsChosenByPartOfItsName() {
    #expect(state("Mlr\n").chosenMetric == .learningRate)
    #expect(state("M/reg\n").chosenMetric == .lossBox)
    #expect(state("Mlr\nM\n").chosenMetric == nil)
  }

  @Test func withOneRunThereIsNoListOfRuns() {
    let state = state("8", of: [Self.runs[0]])
    #expect(state.pane == .loss && !state.panes.contains(.runs))
  }

  @Test func sortingByLossPutsTheLowestFirst() {
    #expect(state("8sss").runList.order.map(\.name).first == "lightning-mnist")
  }

  @Test func theStatusSaysWhatTheFilesLetKnow() {
    #expect(picture(of: state()).contains("ecm-r50-10  ▶ live  step 9000"))
    #expect(picture(of: state("{")).contains("○ since 21:58"))
    #expect(picture(of: state("{{")).contains("✗ files gone"))
    #expect(picture(of: state("}}")).contains("○ since 15 Oct 2023"))
  }

  @Test func aWholeHistoryTakesThePlaceOfItsNewestPart() {
    var run = ForeignRun("one", steps: 400, lossAtEnd: 1)
    var newest = MetricSeries()
    newest.append(step: 400, time: .nan, value: 3)
    run.send(
      .logged(.history(LogHistory(extent: .newest, series: [.loss: newest], evaluations: [], epoch: .nan))))
    run.send(.logged(.indexing(done: 430, total: 1000)))
    #expect(state(of: [run]).run?.series[.loss]?.count == 1)
    #expect(picture(of: state(of: [run])).contains("reading 43%"))
    run.send(.metrics(StepMetrics(step: 420, epoch: .nan, values: [.loss: 2])))
    run.send(.logged(.indexing(done: 1000, total: 1000)))
    let end = state(of: [run])
    #expect(end.run?.step == 420 && end.run?.reading == nil)
  }

  @Test func aLossThatWasNeverFiniteAgainIsAlarmingWhereItBegan() {
    var series = MetricSeries()
    for step in 1...5000 { series.append(step: step, time: .nan, value: step < 3210 ? 1 : .nan) }
    var run = ForeignRun("one", steps: 20, lossAtEnd: 1)
    run.send(
      .logged(.history(LogHistory(extent: .whole, series: [.loss: series], evaluations: [], epoch: 1))))
    #expect(state(of: [run]).run?.alerts.map(\.kind) == [.notFinite(.loss, step: 3210, lastCheckpoint: nil)])
  }

  @Test func evaluationsThatAResumedRunTookAgainAreThereOnce() {
    let evaluations = [4, 8, 12, 8, 10].map { step in
      let report = EvaluationReport(
        step: step, epoch: .nan, seconds: .nan, summary: [.averagePrecision(.box): 1], classes: [])
      return LogHistory.Evaluation(time: .nan, report: report)
    }
    var run = ForeignRun("one", steps: 20, lossAtEnd: 1)
    run.send(
      .logged(.history(LogHistory(extent: .whole, series: [:], evaluations: evaluations, epoch: .nan))))
    #expect(state(of: [run]).run?.evaluations.map(\.report.step) == [4, 8, 10])
  }

  @Test func theDemandedMarginsOfAForeignRunAreShownByBin() {
    let picture = picture(of: state("5"))
    #expect(picture.contains("δ rare") && picture.contains("median δ"))
  }

  @Test func theWholeScreenSurvivesEverySizeWithManyRuns() {
    for keys in ["", "8", "8pjpjp1", "M", "8pjp2"] {
      for (width, height) in [
        (0, 0), (1, 1), (7, 3), (39, 9), (40, 10), (48, 14), (79, 23), (110, 34), (200, 56),
      ] {
        _ = picture(of: state(Size(width: width, height: height), keys))
      }
    }
  }
}
