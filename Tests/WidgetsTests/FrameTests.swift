import Cells
import Testing
import Widgets

@Suite struct FrameTests {
  private let theme = Theme.plain

  @Test func boxesCarryTitleAndDetailInTheirBorder() {
    let box = Box("2 AP · mask", detail: "epoch 6", theme: theme, content: Notice("First evaluation in 40 s"))
    expect(
      box, width: 36, height: 3,
      shows: """
        ┌─ 2 AP · mask ────────── epoch 6 ─┐
        │     First evaluation in 40 s     │
        └──────────────────────────────────┘
        """)
  }

  @Test func theFocusIsSeenWithoutColour() {
    let box = Box("Log", isFocused: true, theme: theme, content: EmptyWidget())
    expect(box, width: 9, height: 2, shows: "┏━ Log ━┓\n┗━━━━━━━┛")
    expect(box, width: 9, height: 2, glyphs: .blocks, shows: "╔═ Log ═╗\n╚═══════╝")
    expect(box, width: 9, height: 2, glyphs: .ascii, shows: "+= Log =+\n+=======+")
  }

  @Test func noticesWrapBetweenWords() {
    expect(
      Notice("First evaluation after epoch 1, in 40 s"), width: 18, height: 3,
      shows: " First evaluation\nafter epoch 1, in\n       40 s")
  }

  @Test func statusDropsWhatMattersLeast() {
    let status = StatusLine(leading: ["run  ", "step 12"], trailing: ["  data 2%", "  cpu 97%"])
    expect(status, width: 34, height: 1, shows: "run  step 12      data 2%  cpu 97%")
    expect(status, width: 30, height: 1, shows: "run  step 12           data 2%")
    expect(status, width: 14, height: 1, shows: "run  step 12")
  }

  @Test func overlaysHideWhatIsBelow() {
    let overlay = Overlay(
      "Keys", size: Size(width: 8, height: 1), theme: theme, content: Lines([["q detach"]]))
    var buffer = CellBuffer(size: Size(width: 16, height: 4))
    buffer.fill(buffer.bounds, with: "#")
    overlay.render(in: buffer.bounds, on: &buffer)
    #expect(
      buffer.text == """
        ##┏━ Keys ━━━┓##
        ##┃ q detach ┃##
        ##┗━━━━━━━━━━┛##
        ################
        """)
  }

  @Test func questionsNameTheKeysThatAnswerThem() {
    let confirm = Confirm(
      "Stop the run?", detail: "It saves a checkpoint first.", answers: [("y", "stop"), ("n", "go on")],
      theme: theme)
    expect(
      confirm, width: 36, height: 7,
      shows: """
          ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
          ┃                              ┃
          ┃ Stop the run?                ┃
          ┃ It saves a checkpoint first. ┃
          ┃                              ┃
          ┃ y stop   n go on             ┃
          ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
        """)
  }
}
