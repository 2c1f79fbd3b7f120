import Cells
import Events
import ScriptedRuns
import Testing

@testable import Dashboard

@Suite struct SnapshotTests {
  static let sizes = [
    Size(width: 80, height: 24), Size(width: 120, height: 40), Size(width: 200, height: 60),
  ]

  @Test(arguments: sizes, [GlyphSet.braille, .ascii])
  func aRunInTheMiddleFillsEveryPane(size: Size, glyphs: GlyphSet) throws {
    let state = ScriptedRun.trained(steps: 845).state(width: size.width, height: size.height)
    try expectScreen(state, glyphs: glyphs, matches: "running-\(size.width)x\(size.height)-\(glyphs)")
  }

  @Test(arguments: sizes) func theStartUpShowsItsPhases(size: Size) throws {
    let state = ScriptedRun.starting().state(width: size.width, height: size.height)
    try expectScreen(state, glyphs: .braille, matches: "starting-\(size.width)x\(size.height)")
  }

  @Test(arguments: sizes) func theHelpLiesOverThePanes(size: Size) throws {
    var state = ScriptedRun.trained(steps: 30).state(width: size.width, height: size.height)
    _ = state.apply(.key(.character("?")))
    try expectScreen(state, glyphs: .braille, matches: "help-\(size.width)x\(size.height)")
  }

  @Test(arguments: Pane.all.filter { $0 != .runs }.map(\.name))
  func everyPaneTakesItsPlaceAtTheSmallestFullSize(
    name: String
  ) throws {
    let pane = try #require(Pane.named(name))
    var state = ScriptedRun.trained(steps: 845).state(width: 80, height: 24)
    _ = state.apply(.key(.character(pane.key)))
    try expectScreen(state, glyphs: .braille, matches: "pane-\(pane.key)-80x24")
  }
}
