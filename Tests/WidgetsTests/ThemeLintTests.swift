import Cells
import Foundation
import Testing

@testable import Widgets

@Suite struct ThemeLintTests {
  private static let whole = """
    name = "mine"
    inherits = "default"
    """

  private func findings(_ text: String) throws -> [String] {
    let folder = NSTemporaryDirectory() + "tailboard-lint-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try text.write(toFile: folder + "/mine.toml", atomically: true, encoding: .utf8)
    return try ThemeLibrary().lint(folder + "/mine.toml").findings.map {
      "\($0)".replacingOccurrences(of: folder + "/", with: "")
    }
  }

  @Test(arguments: ThemeLibrary().names)
  func everyThemeOfTailboardPasses(name: String) throws {
    let lint = try ThemeLibrary().lint(name)
    #expect(lint.findings.map(\.description) == [])
    #expect(lint.checkCount > 200)
  }

  @Test func thereAreTwoDarkOnesALightOneAndOneOfHighContrast() throws {
    let library = ThemeLibrary()
    let grounds = try library.names.map { try library.ground(of: $0) }
    #expect(grounds.count { $0 == "dark" } >= 3 && grounds.count { $0 == "light" } >= 2)
    let theme = try library.theme(named: "high-contrast", depth: .direct, glyphs: .braille)
    let read = [theme.faint, theme.focus, theme.rare.style, theme.common.style, theme.frequent.style]
    for style in read + theme.series.map(\.style) {
      guard case .rgb(let red, let green, let blue) = style.foreground else {
        Issue.record("\(style) is no colour")
        continue
      }
      #expect(SeenColor(red: red, green: green, blue: blue).contrast(with: SeenColor(0)) >= 7)
    }
  }

  @Test func faintColoursAreFound() throws {
    let found = try findings(
      Self.whole + "\n[palette]\ngrey = { hex = \"#5a5a5a\", ansi = \"white\" }")
    #expect(
      found.contains { $0.contains("roles.faint: contrast 3.04 on #000000 in 24 bits, expected 4.5") },
      "\(found)")
    #expect(!found.contains { $0.contains("roles.bins.rare: contrast") })
  }

  @Test func theSixteenColoursAreLookedAtToo() throws {
    let found = try findings(Self.whole + "\n[palette]\norange = { hex = \"#f5a742\", ansi = \"blue\" }")
    #expect(
      found.contains { $0.contains("roles.bins.rare: contrast 2.23 on #000000 in 16 colours") }, "\(found)")
  }

  /// Red and olive of one lightness: plain to most, one colour to others.
  @Test func binsAlikeToEyesWithoutGreenAreFound() throws {
    let found = try findings(
      Self.whole + """

        [palette]
        orange = { hex = "#e07a7a", ansi = "bright-yellow" }
        sky = { hex = "#a8a85a", ansi = "bright-cyan" }
        """)
    #expect(
      found.contains { $0.contains("roles.bins.common: differs from roles.bins.rare by") }, "\(found)")
  }

  @Test func signsAndColoursThatMeetAreFound() throws {
    let found = try findings(
      Self.whole + """

        [roles]
        series = [{ fg = "orange", mark = "●" }, { fg = "green", mark = "+" }]
        """)
    #expect(found.contains { $0.contains("has the sign of roles.bins.rare, ●") }, "\(found)")
    #expect(found.contains { $0.contains("has the sign of roles.bins.common, + in ASCII") }, "\(found)")
    #expect(found.contains { $0.contains("has the colour of roles.bins.rare, orange") }, "\(found)")
  }

  @Test func aThemeThatInheritsFromNoneSaysWhichTerminalsItIsFor() throws {
    let own = try String(contentsOfFile: ThemeLibrary().path(of: "default"), encoding: .utf8)
    let found = try findings(own.replacing("ground = \"dark\"", with: ""))
    #expect(found.first?.contains("ground: the background is the terminal's own") == true)
  }

  @Test func aBrokenThemeIsNoFindingButAnError() {
    #expect(throws: ThemeError.self) { try findings("name = \"x\"") }
  }

  /// WCAG's own examples, and sRGB's red against green (CIE76 170.6).
  @Test func contrastsAndDifferencesAreThoseOfTheirStandards() {
    let (white, black) = (SeenColor(0xFFFFFF), SeenColor(0))
    #expect(abs(white.contrast(with: black) - 21) < 1e-9)
    #expect(abs(SeenColor(0x767676).contrast(with: white) - 4.54) < 0.005)
    #expect(abs(SeenColor(0x777777).contrast(with: white) - 4.48) < 0.005)
    #expect(abs(SeenColor(0xFF0000).contrast(with: white) - 4.0) < 0.005)
    let difference = SeenColor(0xFF0000).difference(from: SeenColor(0x00FF00), to: .trichromat)
    #expect(abs(difference - 170.6) < 0.2)
    #expect(abs(white.difference(from: black, to: .deuteranope) - 100) < 0.1)
    #expect(SeenColor(0x0A0BFF).description == "#0a0bff")
  }
}
