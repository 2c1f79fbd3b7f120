import Cells
import Foundation
import Widgets

/// What can be printed on: a terminal with its width, glyphs and colours, or a file or pipe, which gets no escapes.
struct TextSurface {
  let width: Int
  let glyphs: GlyphSet
  let theme: Theme
  private let takesEscapes: Bool

  /// - Parameters:
  ///   - columns: the terminal's width; nil where there is no terminal.
  ///   - environment: LC_ALL, LC_CTYPE and LANG, TERM, COLORTERM, NO_COLOR, TAILBOARD_GLYPHS and COLUMNS count.
  ///   - theme: the name of a theme, or its file.
  ///   - depth: colours to write, whatever the surface takes.
  ///   - glyphs: glyphs to write, whatever the surface shows.
  init(
    columns: Int?, environment: [String: String], theme: String = "default", depth: ColorDepth? = nil,
    glyphs: GlyphSet? = nil
  ) throws(ThemeError) {
    let term = environment["TERM"] ?? ""
    width = min(max(columns ?? environment["COLUMNS"].flatMap(Int.init) ?? 80, 20), 120)
    self.glyphs = glyphs ?? GlyphSet(environment: environment)
    let isColourTerminal = columns != nil && !["", "dumb"].contains(term)
    takesEscapes = depth != nil || isColourTerminal
    let depth = depth ?? (isColourTerminal ? Self.colorDepth(environment) : .mono)
    let library = ThemeLibrary(userFolder: ThemeLibrary.userFolder(environment: environment))
    self.theme = try library.theme(named: theme, depth: depth, glyphs: self.glyphs)
  }

  /// Standard output as it is now.
  static func standardOutput(
    theme: String = "default", depth: ColorDepth? = nil, glyphs: GlyphSet? = nil
  ) throws(ThemeError) -> TextSurface {
    var size = winsize()
    let isTerminal = isatty(STDOUT_FILENO) == 1
    let hasSize = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return try TextSurface(
      columns: isTerminal ? (hasSize ? Int(size.ws_col) : 80) : nil,
      environment: ProcessInfo.processInfo.environment, theme: theme, depth: depth, glyphs: glyphs)
  }

  /// A widget's picture, as wide as the surface.
  func text(of widget: some Widget, height: Int) -> String {
    let buffer = CellBuffer(drawing: widget, size: Size(width: width, height: height), glyphs: glyphs)
    return takesEscapes ? buffer.ansi : buffer.text
  }

  private static func colorDepth(_ environment: [String: String]) -> ColorDepth {
    guard environment["NO_COLOR"]?.isEmpty ?? true else { return .mono }
    if ["truecolor", "24bit"].contains(environment["COLORTERM"] ?? "") { return .direct }
    return (environment["TERM"] ?? "").contains("256color") ? .palette : .sixteen
  }
}
