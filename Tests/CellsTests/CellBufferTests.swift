import Cells
import Testing

@Suite struct CellBufferTests {
  @Test func holdsNothingAtNoSize() {
    var buffer = CellBuffer(size: Size(width: 0, height: 0))
    buffer.write("lost", at: Point(column: 0, row: 0))
    buffer.fill(Rect(left: -3, top: -3, width: 9, height: 9), with: "#")
    #expect(buffer.text == "")
    #expect(buffer.ansi == "")
    #expect(buffer.changes(since: buffer).isEmpty)
  }

  @Test func clipsTextOnEverySide() {
    var buffer = CellBuffer(size: Size(width: 4, height: 1))
    buffer.write("abcdefgh", at: Point(column: -2, row: 0))
    buffer.write("above", at: Point(column: 0, row: -1))
    buffer.write("below", at: Point(column: 0, row: 1))
    #expect(buffer.text == "cdef")
  }

  @Test func clipsToARectangle() {
    var buffer = CellBuffer(size: Size(width: 8, height: 1))
    let end = buffer.write("abcdef", at: Point(column: 1, row: 0), in: Rect(left: 2, width: 3, height: 1))
    #expect(buffer.text == "  bcd")
    #expect(end == 7)
  }

  @Test func aGlyphHoldsNothingThatActsAndNoFloodOfMarks() {
    var buffer = CellBuffer(size: Size(width: 6, height: 1))
    let marks = String(repeating: "\u{301}", count: 50)
    buffer.write("a\(marks)\u{1B}b\u{E0041}\u{202E}c👩‍👩‍👧‍👦", at: Point(column: 0, row: 0))
    let expected = "a" + String(marks.unicodeScalars.prefix(4)) + "bc👩‍👩‍👧‍👦"
    #expect(Array(buffer.text.unicodeScalars) == Array(expected.unicodeScalars))
    let long = "👩" + String(repeating: "\u{200D}👩", count: 40)
    buffer.write(long, at: Point(column: 0, row: 0))
    #expect(buffer[0, 0].character.unicodeScalars.count == 16)
  }

  @Test func wideGlyphsTakeTwoCellsAndNeverHalf() {
    var buffer = CellBuffer(size: Size(width: 5, height: 1))
    buffer.write("猫猫猫", at: Point(column: 0, row: 0))
    #expect(buffer.text == "猫猫")
    buffer.write("x", at: Point(column: 1, row: 0))
    #expect(buffer.text == " x猫")
    buffer.write("y", at: Point(column: 2, row: 0))
    #expect(buffer.text == " xy")
    buffer.write("猫", at: Point(column: -1, row: 0))
    #expect(buffer.text == " xy")
  }

  @Test func asciiScreensGetAnASCIIForm() {
    var buffer = CellBuffer(size: Size(width: 12, height: 1), glyphs: .ascii)
    buffer.write("δ·é…▲─猫x⠿●", at: Point(column: 0, row: 0))
    #expect(buffer.text == "d.e~^-? x:@")
  }

  @Test func keepsControlsOffTheScreen() {
    var buffer = CellBuffer(size: Size(width: 6, height: 1))
    buffer.write("a\u{1B}\tb\n\u{301}c", at: Point(column: 0, row: 0))
    #expect(buffer.text == "a bc")
  }

  @Test func changesAreRunsOfCellsThatDiffer() {
    var old = CellBuffer(size: Size(width: 8, height: 2))
    old.write("step 100", at: Point(column: 0, row: 0))
    var new = old
    new.write("step 131", at: Point(column: 0, row: 0))
    new.write("猫", at: Point(column: 3, row: 1))
    let runs = new.changes(since: old)
    #expect(runs.map(\.start) == [Point(column: 6, row: 0), Point(column: 3, row: 1)])
    let glyphs = runs.map { String($0.cells.map(\.character)) }
    #expect(glyphs == ["31", "猫 "])
  }

  @Test func everyCellChangesWithTheSize() {
    let old = CellBuffer(size: Size(width: 3, height: 2))
    let new = CellBuffer(size: Size(width: 2, height: 2))
    #expect(new.changes(since: old).map(\.cells.count) == [2, 2])
  }

  @Test func dumpsStylesAsEscapes() {
    var buffer = CellBuffer(size: Size(width: 4, height: 1))
    buffer.write("a", at: Point(column: 0, row: 0), Style(.indexed(9), .bold))
    buffer.write("b", at: Point(column: 1, row: 0), Style(.indexed(200), on: .rgb(red: 1, green: 2, blue: 3)))
    #expect(buffer.ansi == "\u{1B}[0;1;91ma\u{1B}[0;38;5;200;48;2;1;2;3mb\u{1B}[0m  ")
  }
}
