import LegibleText
import Testing

@Suite struct LegibleTests {
  @Test func plainTextStaysAsItIs() {
    for text in ["", "a cup of 7 % ~", "naïve Übung", "日本語 ラベル", "עברית", "👩‍👩‍👧‍👦", "❤️", "क्‍ष"] {
      #expect(text.legible == text)
    }
  }

  @Test func whatATerminalWouldObeyIsSpelledOut() {
    #expect("\u{1B}[2J\u{1B}]0;owned\u{07}".legible == "\\u{1b}[2J\\u{1b}]0;owned\\u{7}")
    #expect("a\u{0}b\u{1F}c\u{7F}d".legible == "a\\u{0}b\\u{1f}c\\u{7f}d")
    #expect("\u{80}\u{9B}31m\u{9F}".legible == "\\u{80}\\u{9b}31m\\u{9f}")
    #expect("one\r\ntwo\tthree".legible == "one\\r\\ntwo\\tthree")
  }

  @Test func whatDeceivesTheEyeIsSpelledOut() {
    #expect("gp\u{202E}gnp.exe".legible == "gp\\u{202e}gnp.exe")
    #expect("\u{2066}x\u{2069}\u{200E}\u{61C}".legible == "\\u{2066}x\\u{2069}\\u{200e}\\u{61c}")
    #expect("c\u{200B}up\u{FEFF}\u{AD}\u{2028}".legible == "c\\u{200b}up\\u{feff}\\u{ad}\\u{2028}")
    #expect("cup\u{E0041}\u{E0100}".legible == "cup\\u{e0041}\\u{e0100}")
  }

  @Test func theFifthCombiningMarkAndAllAfterItAreCounted() {
    let four = "a" + String(repeating: "\u{301}", count: 4)
    #expect(Array((four + "b").legible.unicodeScalars) == Array((four + "b").unicodeScalars))
    let flood = ("a" + String(repeating: "\u{301}", count: 104) + "b").legible
    #expect(Array(flood.unicodeScalars) == Array((four + "[+100 marks]b").unicodeScalars))
    #expect(("a" + String(repeating: "\u{301}", count: 5)).legible.hasSuffix("[+1 marks]"))
  }

  @Test func ownLinesKeepTheirBreaksAndNothingElse() {
    #expect("one\ntwo\r\u{1B}[0m\n".legibleLines == "one\ntwo\\r\\u{1b}[0m\n")
  }
}
