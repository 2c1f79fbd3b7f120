import Cells
import Events
import ScriptedRuns
import Testing
import Widgets

@testable import Dashboard

@Suite struct ErrorsPanelTests {
  @Test(arguments: SnapshotTests.sizes, [GlyphSet.braille, .ascii])
  func theErrorsPaneAndTheCardSayWhy(size: Size, glyphs: GlyphSet) throws {
    var state = ScriptedRun.trained(steps: 845).state(width: size.width, height: size.height)
    _ = state.apply(.key(.character("9")))
    try expectScreen(state, glyphs: glyphs, matches: "errors-\(size.width)x\(size.height)-\(glyphs)")
  }

  @Test func aClassIsToldInWords() {
    let result = ClassResult(
      [
        .lost(.box): 14, .gain(.classification, .box): 12.06, .gain(.missed, .box): 8,
        .gain(.duplicate, .box): 0.01,
      ], takers: [ClassExchange(category: 1, count: 11), ClassExchange(category: 9, count: 2)],
      sources: [ClassExchange(category: 0, count: 5)])
    let words = ClassWords(result: result, classes: ["ring", "star"])
    #expect(words.losses == "11 of 14 missed objects go to star, 2 to class 9")
    #expect(words.costs == "mending wrong class +12.1, not found +8.0 AP50")
    #expect(words.takings == "takes 5 of ring")
    let none = ClassWords(result: ClassResult([.lost(.box): 0]), classes: [])
    #expect(none.losses == "every object is found")
    #expect(none.costs == nil)
    #expect(none.takings == nil)
    let one = ClassWords(
      result: ClassResult([.lost(.box): 1], takers: [ClassExchange(category: 0, count: 1)], sources: []),
      classes: ["ring"])
    #expect(one.losses == "1 of 1 missed object goes to ring")
    #expect(
      ClassWords(result: ClassResult([.lost(.box): 3]), classes: []).losses
        == "3 missed objects: no other class takes any")
    #expect(ClassWords(result: ClassResult([:]), classes: []).losses == nil)
  }

  @Test func aBinIsToldInOneLine() {
    func report(_ figures: [MetricKey: Double]) -> EvaluationReport {
      EvaluationReport(step: 1, epoch: 1, seconds: 1, summary: figures, classes: [])
    }
    let told = BinVerdict.all(
      report([
        .gain(.classification, .box, bin: .rare): 12.06, .gain(.missed, .box, bin: .rare): 3,
        .lost(.box, bin: .rare): 31, .lost(.box, from: .rare, to: .frequent): 19,
        .lost(.box, from: .rare, to: .rare): 3, .gain(.both, .box, bin: .common): 0,
      ]), .box)
    #expect(told.map(\.bin) == [.rare, .common])
    #expect(told[0].text == "wrong class +12.1; 31 lost, 61% to frequent, 10% to rare")
    #expect(told[1].text == "nothing to mend")
    #expect(BinVerdict.all(report([:]), .box).isEmpty)
  }

  @Test func aRunThatDoesNotSayWhatGoesWrongSaysSo() {
    let state = ScriptedRun.trained(steps: 120).state(width: 80, height: 24)
    let text = CellBuffer(
      drawing: ErrorsPanel(state: state, theme: .plain), size: Size(width: 70, height: 2), glyphs: .braille
    ).text
    #expect(text.contains("What goes wrong, and what it costs after epoch 2, in 22s"))
  }
}
