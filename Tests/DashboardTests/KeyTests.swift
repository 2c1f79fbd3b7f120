import Cells
import Events
import ScriptedRuns
import Testing

@testable import Dashboard

@Suite struct KeyTests {
  private func pressed(_ keys: [Key], _ state: DashboardState) -> (state: DashboardState, commands: [Command])
  {
    var state = state
    let commands = keys.flatMap { state.apply(.key($0)) }
    return (state, commands)
  }

  private var running: DashboardState { ScriptedRun.trained(steps: 845).state(width: 120, height: 40) }

  @Test func pausePressedTwicePausesAndResumes() {
    let (paused, first) = pressed([.character("P")], running)
    #expect(first == [.send(.pause, ScriptedRun.id)])
    #expect(pressed([.character("P")], paused).commands == [.send(.resume, ScriptedRun.id)])
  }

  @Test func stoppingAsksOnce() {
    #expect(pressed([.character("K")], running).commands == [])
    #expect(pressed([.character("K"), .character("j")], running).commands == [])
    #expect(pressed([.character("K"), .character("K")], running).commands == [.send(.stop, ScriptedRun.id)])
    #expect(pressed([.character("K"), .character("y")], running).commands == [.send(.stop, ScriptedRun.id)])
  }

  @Test func whatIsAskedStandsBesideTheStateUntilItIsAnswered() {
    var (state, _) = pressed([.character("P")], running)
    #expect(state.run?.state == .running && state.run?.asked == [.pause])
    #expect(DashboardView(state, theme: .plain).picture(of: state).contains("asked: pause"))
    state.hear(.state(.paused))
    state.hear(.answered(.pause, id: "1"))
    #expect(state.run?.asked == [] && state.run?.state == .paused)
    #expect(pressed([.character("P")], state).commands == [.send(.resume, ScriptedRun.id)])
  }

  @Test func whatAnotherAskedIsShownAndSaid() {
    var state = running
    state.hear(
      .asked(AskedRequest(.pause, by: Requester(user: "ada", host: "login1", through: nil), id: "1")))
    #expect(state.run?.asked == [.pause])
    #expect(state.logLines.last?.text == "ada@login1 asks: pause")
    state.hear(.state(.stopped))
    #expect(state.run?.asked == [])
  }

  @Test func aViewersKeysReachALiveTrainerAndNoOther() {
    let trainer = TrainerIdentity(host: "box", pid: 7, user: "ada", since: 1)
    var viewer = ScriptedRun.trained(steps: 20).state(width: 80, height: 24, role: .viewer)
    #expect(pressed([.character("P")], viewer).commands == [])
    viewer.hear(.held(.live(trainer)))
    #expect(
      pressed("PCE".map { .character($0) }, viewer).commands
        == [.pause, .checkpoint, .evaluate].map { .send($0, ScriptedRun.id) })
    viewer.hear(.held(.died(trainer, lastSign: 5)))
    let (state, commands) = pressed("PCEK".map { .character($0) }, viewer)
    #expect(commands == [])
    #expect(state.freshNotice?.contains("tailboard train --resume runs/demo-ecm") == true)
    #expect(state.run?.condition(at: 0).isLive == false)
  }

  @Test func aViewerThatHasAskedToStopCannotQuitTheTrainerAtOnce() {
    let trainer = TrainerIdentity(host: "box", pid: 7, user: "ada", since: 1)
    var viewer = ScriptedRun.trained(steps: 20).state(width: 80, height: 24, role: .viewer)
    viewer.hear(.held(.live(trainer)))
    let keys = [Key.character("K"), .character("K"), .character("K"), .character("K")]
    #expect(pressed(keys, viewer).commands == [.send(.stop, ScriptedRun.id)])
    #expect(pressed(keys, running).commands == [.send(.stop, ScriptedRun.id), .abandon])
  }

  @Test func quittingDetaches() {
    #expect(pressed([.character("q")], running).commands == [.detach])
  }

  @Test func tabAndNumbersMoveTheFocus() {
    #expect(pressed([.tab], running).state.pane == .averagePrecision)
    #expect(pressed([.backtab], running).state.pane == .errors)
    #expect(pressed([.character("5")], running).state.pane == .margin)
  }

  @Test func theCursorZoomsAroundItselfAndFollowLetsItGo() {
    let (state, _) = pressed([.left, .character("H"), .character("+")], running)
    let cursor = state.lossChart.cursor!
    #expect(abs(cursor - 752) <= 1)
    let shown = state.lossChart.visible(state.steps)
    #expect(shown.contains(Double(cursor)))
    #expect(abs(shown.upperBound - shown.lowerBound - 845.0 / 2) < 1)
    let (following, _) = pressed([.character("F")], state)
    #expect(
      following.lossChart.cursor == nil && following.lossChart.visible(following.steps).upperBound == 845)
    #expect(pressed([.character("0")], following).state.lossChart.window == nil)
  }

  @Test func theTableSortsFiltersAndSearches() {
    let (sorted, _) = pressed("4ssssssssss".map { .character($0) }, running)
    #expect(sorted.classes.column == "bin")
    let (rare, _) = pressed("4f".map { .character($0) }, running)
    #expect(rare.classes.order.allSatisfy { ScriptedRun.classes[$0].bin == .rare })
    let (found, _) = pressed("4/red_star".map { .character($0) } + [.enter], running)
    #expect(!found.classes.order.isEmpty)
    #expect(found.classes.order.allSatisfy { ScriptedRun.classes[$0].name.contains("red_star") })
    #expect(pressed("/".map { .character($0) } + [.escape], found).state.classes.order.count == 96)
  }

  @Test func theSelectionStaysOnItsClassWhenTheOrderChanges() {
    let (state, _) = pressed("4jjj".map { .character($0) }, running)
    let chosen = state.classes.selected
    #expect(pressed([.character("S")], state).state.classes.selected == chosen)
  }

  @Test func theTimeMachineShowsAnEarlierEvaluation() {
    let (state, _) = pressed("<<".map { .character($0) }, running)
    #expect(state.evaluation?.step == 400)
    #expect(pressed(">>>".map { .character($0) }, state).state.evaluation?.step == 800)
  }

  @Test func everyKeyOfTheHelpDoesSomethingAndNoneBelongsToAMultiplexer() {
    let bindings = KeySection.all.flatMap(\.bindings)
    #expect(bindings.allSatisfy { !$0.keys.isEmpty })
    let taken = "absq".map { Key.control($0) }
    #expect(bindings.allSatisfy { binding in !binding.keys.contains { taken.contains($0) } })
  }

  /// The training's keys, a pane's own and those of every pane; where two share a key, conditions tell them apart.
  @Test func noKeyMeansTwoThingsInOnePane() {
    for state in [running, ScriptedRun.trained(steps: 20).state(width: 80, height: 24, role: .viewer)] {
      for pane in Pane.all {
        var state = state
        state.pane = pane
        let own = pane.sections.flatMap(\.bindings) + KeySection.training.bindings
        let keys = own.flatMap(\.keys)
        #expect(Set(keys).count == keys.count, "\(pane.name)")
        let everywhere = KeySection.everywhere.bindings.filter { $0.condition(state) }.flatMap(\.keys)
        #expect(Set(everywhere).count == everywhere.count - (state.trainsHere ? 1 : 0))
      }
    }
  }

  @Test func theHintsSayWhatWorksInThePaneInFocus() {
    func hints(_ keys: String) -> [String] {
      pressed(keys.map { .character($0) }, running).state.hints.map(\.hint)
    }
    #expect(hints("1").contains("smooth") && !hints("2").contains("smooth"))
    #expect(!hints("7").contains("level") && hints("6").contains("level"))
    #expect(hints("5").contains("class") && !hints("5").contains("log y"))
  }

  @Test func chartKeysActOnThePaneInFocusAlone() {
    let (state, _) = pressed("2y+1[".map { .character($0) } + [.left], running)
    #expect(state.precisionChart.isLogarithmic && state.lossChart.isLogarithmic)
    #expect(state.precisionChart.window != nil && state.lossChart.window == nil)
    #expect(state.precisionChart.smoothingIndex == 3 && state.lossChart.smoothingIndex == 2)
    #expect(state.precisionChart.cursor == nil && state.lossChart.cursor != nil)
  }

  @Test func theCursorOfAPStandsOnEvaluations() {
    let (state, _) = pressed([.character("2"), .left, .left], running)
    #expect(state.precisionChart.cursor == 600)
    #expect(pressed([.right], state).state.precisionChart.cursor == 800)
  }

  @Test func theCursorOfBinsAndMarginIsTheClassChosen() {
    let (state, _) = pressed([.character("5"), .character("l")], running)
    let places = ClassSpread.rank.places(of: running.classRows).map(\.row.index)
    let before = places.firstIndex(of: running.classes.selected!)!
    #expect(state.classes.selected == places[min(before + 1, places.count - 1)])
    #expect(state.lossChart.cursor == nil)
  }

  @Test func escapeClearsTheCursorThenTheMarkThenTheSize() {
    var (state, _) = pressed([.left, .character("m"), .left, .character("z"), .escape], running)
    #expect(state.lossChart.cursor == nil && state.lossChart.mark != nil && state.isMaximized)
    (state, _) = pressed([.escape], state)
    #expect(state.lossChart.mark == nil && state.isMaximized)
    #expect(!pressed([.escape], state).state.isMaximized)
  }

  @Test func theHelpFindsAKeyAndDoesWhatItSays() {
    let (state, _) = pressed("?/reverse".map { .character($0) } + [.enter], running)
    #expect(state.overlay == nil && state.pane == .classes && state.classes.column == "change")
    #expect(pressed("?/checkpoint".map { .character($0) } + [.enter], running).commands.count == 1)
  }

  @Test func theHelpOfAViewDoesNotOfferToDetach() {
    let viewer = ScriptedRun.trained(steps: 20).state(width: 80, height: 24, role: .viewer)
    let texts = HelpState().entries(in: viewer).map(\.binding.help)
    #expect(texts.contains("leave") && !texts.contains { $0.contains("detach") || $0.contains("pause") })
    #expect(HelpState().entries(in: running).contains { $0.binding.help.contains("detach") })
  }

  @Test func aNotchOfTheWheelIsARowOfAListAndThreeOfTheLog() {
    var state = running
    state.pane = .classes
    let place = Point(column: 4, row: 30)
    #expect(ScreenLayout(state).pane(at: place) == .classes)
    let before = state.classes.selectedPlace!
    _ = state.apply(.scroll(place, notches: 1))
    #expect(state.classes.selectedPlace == before + 1)
  }
}

extension DashboardState {
  fileprivate mutating func hear(_ body: RunEvent.Body) {
    _ = apply(.event(RunEvent(run: ScriptedRun.id, time: now, body: body)))
  }
}

extension DashboardView {
  fileprivate func picture(of state: DashboardState) -> String {
    CellBuffer(drawing: self, size: state.size, glyphs: .braille).text
  }
}
