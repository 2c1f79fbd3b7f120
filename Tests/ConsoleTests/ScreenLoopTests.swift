import Cells
import Dashboard
import Events
import Testing

@testable import Console

@Suite(.serialized) struct ScreenLoopTests {
  @Test func quittingDetachesWhileTheTrainerGoesOn() {
    let fixture = Fixture()
    fixture.start()
    fixture.step(1)
    var loop = fixture.loop(FakeScreen([.silence, .key(.character("q"))]))
    #expect(loop.run() == .detached)
    #expect(fixture.control.poll() == nil)
  }

  @Test func aVanishedTerminalLeavesTheRunAlone() {
    let fixture = Fixture()
    fixture.start()
    var loop = fixture.loop(FakeScreen([.silence]))
    #expect(loop.run() == .terminalGone)
    #expect(fixture.control.poll() == nil)
  }

  @Test func keysReachTheTrainer() {
    let fixture = Fixture()
    fixture.start()
    let screen = FakeScreen([.silence, .key(.character("P")), .key(.character("C")), .key(.character("q"))])
    var loop = fixture.loop(screen)
    _ = loop.run()
    #expect(fixture.control.poll()?.request == .pause)
    #expect(fixture.control.poll()?.request == .checkpoint)
  }

  @Test func nothingIsPaintedWhileNothingChanges() {
    let fixture = Fixture()
    fixture.start()
    let screen = FakeScreen(Array(repeating: .silence, count: 50) + [.key(.character("q"))])
    var loop = fixture.loop(screen)
    _ = loop.run()
    #expect(screen.pictures.count <= 2)
  }

  @Test func aStoppedRunClosesTheScreenAndAFinishedOneWaitsForTheKey() {
    for (state, exits) in [(RunState.stopped, true), (.finished, false)] {
      let fixture = Fixture()
      fixture.start()
      fixture.step(5)
      fixture.send(.state(state))
      fixture.completion.reach()
      let screen = FakeScreen([.silence, .silence, .key(.character("q"))])
      var loop = fixture.loop(screen)
      #expect(loop.run() == .runEnded)
      #expect(screen.script.isEmpty != exits)
    }
  }

  @Test func strayOutputBecomesLogLines() {
    let fixture = Fixture()
    fixture.start()
    var stray = ["libjpeg: premature end of data"]
    let screen = FakeScreen([.silence, .key(.character("6")), .silence, .silence, .key(.character("q"))])
    var loop = fixture.loop(screen) {
      defer { stray = [] }
      return stray
    }
    _ = loop.run()
    #expect(screen.pictures.last?.contains("libjpeg: premature end of data") == true)
  }

  @Test func whatTheMailboxDroppedIsSaid() {
    let fixture = Fixture()
    fixture.start()
    for step in 1...200 { fixture.step(step) }
    let screen = FakeScreen([.silence, .key(.character("6")), .silence, .key(.character("q"))])
    var loop = fixture.loop(screen)
    _ = loop.run()
    #expect(screen.pictures.last?.contains("events were dropped") == true)
  }

  @Test func linesBeforeTheFirstEventBelongToNoRun() {
    let fixture = Fixture()
    var stray = ["libgomp: a warning"]
    let screen = FakeScreen([.silence, .key(.character("q"))])
    var loop = fixture.loop(screen) {
      defer { stray = [] }
      return stray
    }
    _ = loop.run()
    #expect(screen.pictures.last?.contains("waiting for a run") == true)
    #expect(screen.pictures.last?.contains("libgomp: a warning") == true)
  }

  @Test func theBackgroundIsLeftToThoseWhoCanReachIt() {
    let keys = [FakeScreen.Step.silence, .key(.character("D")), .key(.character("q"))]
    for (canMove, exit) in [(true, ScreenLoop.Exit.background), (false, .detached)] {
      let fixture = Fixture()
      fixture.start()
      var loop = fixture.loop(FakeScreen(keys), canGoToBackground: canMove)
      #expect(loop.run() == exit)
    }
  }

  @Test func suspendingAndRedrawingAreTheScreensBusiness() {
    let fixture = Fixture()
    let screen = FakeScreen([.silence, .key(.control("z")), .key(.control("l")), .key(.character("q"))])
    var loop = fixture.loop(screen)
    _ = loop.run()
    #expect(screen.suspensions == 1 && screen.redraws == 1)
  }
}
