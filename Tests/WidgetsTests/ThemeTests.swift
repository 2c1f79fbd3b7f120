import Cells
import Foundation
import Testing

@testable import Widgets

@Suite struct ThemeTests {
  private let library = ThemeLibrary()

  @Test(arguments: ThemeLibrary().names, ColorDepth.allCases)
  func themesOfTailboardResolveAtEveryDepth(name: String, depth: ColorDepth) throws {
    for glyphs in GlyphSet.allCases {
      let theme = try library.theme(named: name, depth: depth, glyphs: glyphs)
      #expect(theme.name == name)
      #expect(theme.series.count == 8)
    }
  }

  @Test(arguments: ThemeLibrary().names, GlyphSet.allCases)
  func binsAndSeriesDifferInTheirSigns(name: String, glyphs: GlyphSet) throws {
    let theme = try library.theme(named: name, depth: .mono, glyphs: glyphs)
    for marks in [
      [theme.rare, theme.common, theme.frequent] + theme.series, [theme.warning, theme.error, theme.good],
    ] {
      var buffer = CellBuffer(size: Size(width: marks.count, height: 1), glyphs: glyphs)
      buffer.write(marks.map { Span($0) }, at: Point(column: 0, row: 0))
      #expect(Set(buffer.text).count == marks.count, "\(buffer.text)")
      #expect(glyphs != .ascii || buffer.text.allSatisfy(\.isASCII))
    }
  }

  @Test func coloursBecomeWhatTheTerminalShows() throws {
    func rare(_ depth: ColorDepth) throws -> Color {
      try library.theme(named: "default", depth: depth, glyphs: .braille).rare.style.foreground
    }
    #expect(try rare(.direct) == .rgb(red: 0xF5, green: 0xA7, blue: 0x42))
    #expect(try rare(.palette) == .indexed(215))
    #expect(try rare(.sixteen) == .indexed(11))
    #expect(try rare(.mono) == .default)
  }

  @Test func withoutColourTheSelectionIsReversed() throws {
    let mono = try library.theme(named: "default", depth: .mono, glyphs: .braille)
    #expect(mono.selection == Style(.default, [.bold, .reverse]))
    let colour = try library.theme(named: "default", depth: .sixteen, glyphs: .braille)
    #expect(colour.selection == Style(.default, on: .indexed(4), .bold))
  }

  /// WCAG 2.1 contrast of what is read, on the darkest and lightest backgrounds terminals have.
  @Test(arguments: [
    ("default", [0x00, 0x1E]), ("high-contrast", [0x00]), ("light", [0xFF]), ("paper", [0xFF]),
  ])
  func everyColourThatIsReadHasContrast(name: String, backgrounds: [Int]) throws {
    let theme = try library.theme(named: name, depth: .direct, glyphs: .braille)
    let marks =
      theme.series + [theme.rare, theme.common, theme.frequent, theme.warning, theme.error, theme.good]
    for style in marks.map(\.style) + [theme.faint, theme.focus, theme.reference, theme.cursor] {
      guard case .rgb(let red, let green, let blue) = style.foreground else { continue }
      let colour = luminance([Int(red), Int(green), Int(blue)])
      for grey in backgrounds {
        let ground = luminance([grey, grey, grey])
        let contrast = (max(colour, ground) + 0.05) / (min(colour, ground) + 0.05)
        #expect(contrast >= 4.5, "\(style.foreground)")
      }
    }
  }

  /// Machado et al. 2009, severity 1; CIE76 differences above 20 are plain to see.
  @Test(arguments: ThemeLibrary().names) func binsDifferForAnEyeWithoutGreen(name: String) throws {
    let theme = try library.theme(named: name, depth: .direct, glyphs: .braille)
    let bins = [theme.rare, theme.common, theme.frequent].map {
      lab(deuteranope(linear($0.style.foreground)))
    }
    for (a, b) in [(bins[0], bins[1]), (bins[0], bins[2]), (bins[1], bins[2])] {
      let difference = zip(a, b).map { ($0 - $1) * ($0 - $1) }.reduce(0, +).squareRoot()
      #expect(difference > 20)
    }
  }

  private func linear(_ color: Color) -> [Double] {
    guard case .rgb(let red, let green, let blue) = color else { return [0, 0, 0] }
    return [red, green, blue].map { Double($0) / 255 }.map(linear)
  }

  private func linear(_ value: Double) -> Double {
    value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }

  private func deuteranope(_ rgb: [Double]) -> [Double] {
    let rows = [
      [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881],
    ]
    return rows.map { min(max(zip($0, rgb).map(*).reduce(0, +), 0), 1) }
  }

  private func lab(_ rgb: [Double]) -> [Double] {
    let x = (0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.95047
    let y = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]
    let z = (0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.08883
    let f = [x, y, z].map { $0 > 0.008856 ? cbrt($0) : 7.787 * $0 + 16.0 / 116 }
    return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]
  }

  private func luminance(_ rgb: [Int]) -> Double {
    let linear = rgb.map { Double($0) / 255 }.map {
      $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }

  @Test func aUsersThemeChangesWhatItNames() throws {
    let folder = try Folder()
    try folder.write(
      "mine",
      """
      name = "mine"
      inherits = "default"
      background = "ink"
      [palette]
      ink = { hex = "#101010", ansi = "black" }
      lime = { hex = "#a0ff00", ansi = "bright-green" }
      [roles]
      bins.rare = { fg = "lime", underline = true, mark = "★", ascii = "*" }
      """)
    let library = ThemeLibrary(userFolder: folder.path)
    #expect(library.names == ["default", "dusk", "high-contrast", "light", "mine", "paper"])
    let theme = try library.theme(named: "mine", depth: .sixteen, glyphs: .ascii)
    #expect(theme.rare == Mark("*", Style(.indexed(10), on: .indexed(0), .underline)))
    #expect(theme.text == Style(.default, on: .indexed(0)))
    #expect(theme.common.sign == "+")
  }

  @Test func aThemeIsTakenFromAFileByItsPath() throws {
    let folder = try Folder()
    try folder.write("mine", "name = \"mine\"\ninherits = \"light\"")
    let theme = try library.theme(named: folder.path + "/mine.toml", depth: .direct, glyphs: .braille)
    #expect(theme.name == "mine" && theme.rare.style.foreground == .rgb(red: 0x87, green: 0x5F, blue: 0))
    let missing = folder.path + "/none.toml"
    #expect(throws: ThemeError.self) {
      try library.theme(named: missing, depth: .direct, glyphs: .braille)
    }
  }

  @Test func cellsNobodyColouredGetTheThemesBackground() throws {
    let theme = try library.theme(named: "dusk", depth: .direct, glyphs: .braille)
    var buffer = CellBuffer(size: Size(width: 3, height: 1))
    buffer.write("a", at: Point(column: 0, row: 0))
    buffer.write("●", at: Point(column: 1, row: 0), theme.rare.style)
    theme.lay(under: &buffer)
    #expect(buffer[0, 0].style == Style(theme.text.foreground, on: theme.text.background))
    #expect(buffer[1, 0].style.foreground == theme.rare.style.foreground)
    #expect(buffer[2, 0].style.background == .rgb(red: 0x12, green: 0x18, blue: 0x26))
  }

  @Test(arguments: [
    ("name = 3", "mine.toml:1: name: expected the theme's name as text, found 3"),
    (
      "name = \"x\"\nrolls = {}",
      "mine.toml:2: no theme has the key rolls; expected one of name, inherits, ground, background, palette, roles"
    ),
    (
      "name = \"x\"\n[palette]\nred = { hex = \"red\", ansi = \"red\" }",
      "mine.toml:3: palette.red: expected { hex = \"#rrggbb\""
    ),
    (
      "name = \"x\"\ninherits = \"default\"\n[roles]\ntext = \"mauve\"",
      "mine.toml:4: roles.text: the palette has no colour \"mauve\""
    ),
    (
      "name = \"x\"\n[roles]\nbins.rare = { fg = \"default\", mark = \"ab\" }",
      "mine.toml:3: roles.bins.rare.mark: expected one character of one column"
    ),
    (
      "name = \"x\"\n[roles]\nfocus = { bold = 1 }",
      "mine.toml:3: roles.focus.bold: expected true or false, found 1"
    ),
    ("name = \"x\"", "mine.toml: roles.text is missing; say it here, or inherit from a theme that does"),
    ("name = \"x\"\nground = \"sea\"", "mine.toml:2: ground: expected \"dark\" or \"light\", found"),
    ("name = \"x\"\n= 2", "mine.toml:2: not TOML: "),
    ("name = \"x\"\ninherits = \"mine\"", "themes inherit in a circle: mine → mine"),
    (
      "name = \"x\"\ninherits = \"nord\"",
      "no theme \"nord\"; there are default, dusk, high-contrast, light, mine, paper, or name a file: ./nord.toml"
    ),
  ])
  func errorsNamePlaceExpectedAndFound(text: String, message: String) throws {
    let folder = try Folder()
    try folder.write("mine", text)
    let library = ThemeLibrary(userFolder: folder.path)
    let error = #expect(throws: ThemeError.self) {
      try library.theme(named: "mine", depth: .mono, glyphs: .ascii)
    }
    let words = "\(try #require(error))".replacingOccurrences(of: folder.path + "/", with: "")
    #expect(words.hasPrefix(message), "\(words)")
  }

  @Test func theUsersFolderFollowsXDG() {
    #expect(
      ThemeLibrary.userFolder(environment: ["XDG_CONFIG_HOME": "/c", "HOME": "/h"]) == "/c/tailboard/themes")
    #expect(ThemeLibrary.userFolder(environment: ["HOME": "/h"]) == "/h/.config/tailboard/themes")
    #expect(ThemeLibrary.userFolder(environment: [:]) == nil)
  }
}

/// A folder of its own that goes with the test.
private final class Folder {
  let path = NSTemporaryDirectory() + "tailboard-themes-" + UUID().uuidString

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  func write(_ name: String, _ text: String) throws {
    try text.write(toFile: "\(path)/\(name).toml", atomically: true, encoding: .utf8)
  }

  deinit { _ = try? FileManager.default.removeItem(atPath: path) }
}
