import Cells
import Testing
import Widgets

@testable import tailboard

@Suite struct TextSurfaceTests {
  private struct Sign: Widget {
    let theme: Theme

    func render(in rect: Rect, on buffer: inout CellBuffer) {
      buffer.write("●", at: rect.origin, theme.rare.style)
    }
  }

  private func text(columns: Int?, _ environment: [String: String]) throws -> String {
    let surface = try TextSurface(columns: columns, environment: environment)
    return surface.text(of: Sign(theme: surface.theme), height: 1)
  }

  @Test func aTerminalGetsColours() throws {
    let colours = try text(columns: 100, ["TERM": "xterm-256color", "LANG": "C.UTF-8"])
    #expect(colours.hasPrefix("\u{1B}[") && colours.contains("38;5;") && colours.contains("●"))
  }

  @Test func noColourMeansNone() throws {
    #expect(try !text(columns: 100, ["TERM": "xterm-256color", "NO_COLOR": "1"]).contains("38;5;"))
  }

  @Test func aPipeGetsNoEscapes() throws {
    #expect(try text(columns: nil, ["TERM": "xterm-256color"]) == "●")
    #expect(try text(columns: 80, ["TERM": "dumb"]) == "●")
  }

  @Test func aLocaleWithoutUnicodeGetsASCII() throws {
    #expect(try text(columns: nil, ["LC_ALL": "C", "LANG": "en_US.UTF-8"]) == "@")
  }

  @Test func theWidthIsTheTerminalsOrIsAskedFor() throws {
    #expect(try TextSurface(columns: 72, environment: ["COLUMNS": "90"]).width == 72)
    #expect(try TextSurface(columns: nil, environment: ["COLUMNS": "90"]).width == 90)
    #expect(try TextSurface(columns: nil, environment: [:]).width == 80)
  }
}
