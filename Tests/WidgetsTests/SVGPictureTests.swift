import Cells
import Foundation
import Testing

@testable import Widgets

@Suite struct SVGPictureTests {
  private func drawing(_ text: String, _ style: Style = .plain, on ground: Theme.Ground = .dark) -> String {
    var buffer = CellBuffer(size: Size(width: 8, height: 1))
    buffer.write(text, at: Point(column: 1, row: 0), style)
    return SVGPicture(buffer, on: ground).text
  }

  @Test func lettersStandOnTheirGridInTheirColour() {
    let svg = drawing("a<é", Style(.rgb(red: 255, green: 0, blue: 16), .bold))
    #expect(
      svg.contains(##"<text x="8 16 24" y="12" fill="#ff0010" font-weight="bold">a&lt;é</text>"##), "\(svg)")
    #expect(svg.contains(#"viewBox="0 0 64 16""#))
  }

  /// Dots 1 and 8 of the pattern, at the cell's upper left and lower right.
  @Test func brailleIsDrawnDotByDot() {
    let svg = drawing("\u{2881}")
    #expect(svg.components(separatedBy: "a1.1 1.1 0 1 0 2.2 0").count - 1 == 2)
    #expect(svg.contains("M8.9 2a1.1") && svg.contains("M12.9 14a1.1"), "\(svg)")
    #expect(!svg.contains("<text"))
  }

  @Test func barsAndLinesMeetTheEdgesOfTheirCells() {
    #expect(drawing("▄").contains("M8 8H16V16H8z"))
    #expect(drawing("▌").contains("M8 0H12V16H8z"))
    let corner = drawing("┏")
    #expect(corner.contains("V16H") && corner.contains("H16V"), "\(corner)")
    #expect(drawing("─").contains("M8 7.4H12.6V8.6H8z"))
  }

  @Test func reverseExchangesColoursAndAGroundHasItsOwn() {
    let reversed = drawing("x", Style(.default, on: .default, .reverse), on: .light)
    #expect(
      reversed.contains(##"fill="#202020"/>"##) && reversed.contains(##"fill="#ffffff">x"##), "\(reversed)")
    #expect(drawing("x").contains(##"<rect width="100%" height="100%" fill="#111111"/>"##))
  }

  /// What every reader of drawings asks first.
  @Test func itIsWellFormed() throws {
    var buffer = CellBuffer(size: Size(width: 60, height: 18))
    let theme = try ThemeLibrary().theme(named: "dusk", depth: .direct, glyphs: .braille)
    let series = [
      Series(
        "a < b & c", mark: theme.series(0), points: (0..<9).map { ChartPoint(Double($0), Double($0 * $0)) })
    ]
    LineChart(series, x: Axis("step", format: .count), y: Axis("\"y\""), empty: "", theme: theme).render(
      in: buffer.bounds, on: &buffer)
    let parser = XMLChecker(SVGPicture(buffer, on: theme.ground).text)
    #expect(parser.isWellFormed)
  }
}

/// Tags that open and close in order, and no bare sign: all that a drawing without entities needs.
private struct XMLChecker {
  let text: String

  init(_ text: String) { self.text = text }

  var isWellFormed: Bool {
    var open: [Substring] = []
    for match in text.matches(of: /<(\/?)([a-z]+)[^<>]*?(\/?)>/) {
      if !match.3.isEmpty { continue }
      if match.1.isEmpty { open.append(match.2) } else if open.popLast() != match.2 { return false }
    }
    let bare = text.replacing(/<[^<>]*>/, with: "").replacing(/&(lt|gt|amp);/, with: "")
    return open.isEmpty && !bare.contains { "<>&".contains($0) }
  }
}
