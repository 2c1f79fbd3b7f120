import Cells
import Testing

@Suite struct TextTests {
  /// The columns xterm, tmux and glibc's wcwidth agree on.
  @Test(arguments: [
    ("", 0), ("loss", 4), ("é", 1), ("e\u{301}", 1), ("猫", 2), ("ｈｉ", 4), ("한", 2), ("⠿─█●▲", 5), ("👍", 2),
    ("👨‍👩‍👧", 2), ("🇩🇪", 2), ("☺", 1), ("☺\u{FE0F}", 2), ("\u{1B}", 0), ("\u{200B}", 0), ("∂ŝ", 2),
  ])
  func widthOfText(text: String, columns: Int) {
    #expect(text.columns == columns)
  }

  @Test func longNamesLoseTheirMiddle() {
    #expect("stuffed_animal_toy".fitted(to: 9) == "stuf…_toy")
    #expect("stuffed".fitted(to: 7) == "stuffed")
    #expect("stuffed".fitted(to: 1) == "…")
    #expect("stuffed".fitted(to: 0) == "")
    #expect("猫猫猫猫".fitted(to: 6) == "猫…猫")
    #expect("a line of a log".fitted(to: 7, cutting: .end) == "a line…")
  }

  @Test func paddingFillsExactly() {
    #expect("ab".padded(to: 4) == "ab  ")
    #expect("ab".padded(to: 4, alignment: .trailing) == "  ab")
    #expect("abcdef".padded(to: 3, alignment: .trailing) == "a…f")
  }
}
