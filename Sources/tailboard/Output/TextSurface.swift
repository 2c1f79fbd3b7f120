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
  ///   - environment: LC_ALL, LC_CTYPE and LANG, TERM, COLORTERM, NO_COLOR and COLUMNS count.
  init(columns: Int?, environment: [String: String]) {
    let term = environment["TERM"] ?? ""
    width = min(max(columns ?? environment["COLUMNS"].flatMap(Int.init) ?? 80, 20), 120)
    glyphs = GlyphSet(isUTF8: Self.isUTF8(environment), term: term)
    takesEscapes = columns != nil && !["", "dumb"].contains(term)
    let depth = takesEscapes ? Self.colorDepth(environment) : .mono
    let library = ThemeLibrary(userFolder: ThemeLibrary.userFolder(environment: environment))
    theme = (try? library.theme(named: "default", depth: depth, glyphs: glyphs)) ?? .plain
  }

  /// Standard output as it is now.
  static var standardOutput: TextSurface {
    var size = winsize()
    let isTerminal = isatty(STDOUT_FILENO) == 1
    let hasSize = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return TextSurface(
      columns: isTerminal ? (hasSize ? Int(size.ws_col) : 80) : nil,
      environment: ProcessInfo.processInfo.environment)
  }

  /// A widget's picture, as wide as the surface.
  func text(of widget: some Widget, height: Int) -> String {
    let buffer = CellBuffer(drawing: widget, size: Size(width: width, height: height), glyphs: glyphs)
    return takesEscapes ? buffer.ansi : buffer.text
  }

  /// The first locale that is named decides; where none is, as in containers, text is UTF-8.
  private static func isUTF8(_ environment: [String: String]) -> Bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    guard let locale = locale?.lowercased() else { return true }
    return locale.contains("utf-8") || locale.contains("utf8")
  }

  private static func colorDepth(_ environment: [String: String]) -> ColorDepth {
    guard environment["NO_COLOR"]?.isEmpty ?? true else { return .mono }
    if ["truecolor", "24bit"].contains(environment["COLORTERM"] ?? "") { return .direct }
    return (environment["TERM"] ?? "").contains("256color") ? .palette : .sixteen
  }
}
