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
    #expect(first == [.send(.pause)])
    #expect(paused.run?.state == .pausing)
    #expect(pressed([.character("P")], paused).commands == [.send(.resume)])
  }

  @Test func stoppingAsksOnce() {
    #expect(pressed([.character("K")], running).commands == [])
    #expect(pressed([.character("K"), .character("j")], running).commands == [])
    #expect(pressed([.character("K"), .character("K")], running).commands == [.send(.stop)])
    #expect(pressed([.character("K"), .character("y")], running).commands == [.send(.stop)])
  }

  @Test func aViewerSendsNothing() {
    let viewer = ScriptedRun.trained(steps: 20).state(width: 80, height: 24, role: .viewer)
    let (state, commands) = pressed("PCEK".map { .character($0) }, viewer)
    #expect(commands == [])
    #expect(state.freshNotice?.hasPrefix("this is a view of the run") == true)
  }

  @Test func quittingDetaches() {
    #expect(pressed([.character("q")], running).commands == [.detach])
  }

  @Test func tabAndNumbersMoveTheFocus() {
    #expect(pressed([.tab], running).state.pane == .averagePrecision)
    #expect(pressed([.backtab], running).state.pane == .system)
    #expect(pressed([.character("5")], running).state.pane == .margin)
  }

  @Test func theCursorZoomsAroundItselfAndFollowLetsItGo() {
    let (state, _) = pressed([.left, .character("H"), .character("+")], running)
    let cursor = state.chart.cursor!
    #expect(abs(cursor - 752) <= 1)
    let shown = state.chart.visible(state.steps)
    #expect(shown.contains(Double(cursor)))
    #expect(abs(shown.upperBound - shown.lowerBound - 845.0 / 2) < 1)
    let (following, _) = pressed([.character("F")], state)
    #expect(following.chart.cursor == nil && following.chart.visible(following.steps).upperBound == 845)
    #expect(pressed([.character("0")], following).state.chart.window == nil)
  }

  @Test func theTableSortsFiltersAndSearches() {
    let (sorted, _) = pressed("4sss".map { .character($0) }, running)
    #expect(sorted.classes.column == .bin)
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
    #expect(KeyTable.bindings.allSatisfy { !$0.keys.isEmpty })
    let taken = "absq".map { Key.control($0) }
    #expect(KeyTable.bindings.allSatisfy { binding in !binding.keys.contains { taken.contains($0) } })
  }

  @Test func noKeyMeansTwoThingsInOnePane() {
    for context in [KeyContext.chart, .table, .log] {
      let keys = KeyTable.bindings.filter { $0.context == context || $0.context.isGlobal }.flatMap(\.keys)
      #expect(Set(keys).count == keys.count)
    }
  }
}
