extension CellBuffer {
  /// The glyphs alone, one line a row, trailing spaces dropped.
  public var text: String {
    (0..<size.height).map(line).joined(separator: "\n")
  }

  private func line(_ row: Int) -> String {
    let glyphs = self.row(row).lazy.filter { $0.width > 0 }.map(\.character)
    let end = glyphs.lastIndex { $0 != " " }.map { glyphs.index(after: $0) } ?? glyphs.startIndex
    return String(glyphs[..<end])
  }

  /// The picture as text with ANSI escapes, one line a row, for pagers, files and pictures in documents.
  public var ansi: String {
    (0..<size.height).map { row in
      var text = ""
      var style = Style.plain
      for cell in self.row(row) where cell.width > 0 {
        if cell.style != style { text += cell.style.escape }
        style = cell.style
        text.append(cell.character)
      }
      return text + (style == .plain ? "" : Style.plain.escape)
    }.joined(separator: "\n")
  }
}

extension Style {
  /// Select Graphic Rendition (ECMA-48 8.3.117), from a clean slate.
  var escape: String {
    let attributes: [(Attributes, String)] = [
      (.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.reverse, "7"),
    ]
    let codes = ["0"] + attributes.filter { self.attributes.contains($0.0) }.map(\.1)
    return "\u{1B}["
      + (codes + foreground.codes(base: 30) + background.codes(base: 40)).joined(separator: ";")
      + "m"
  }
}

extension Color {
  fileprivate func codes(base: Int) -> [String] {
    switch self {
    case .default: []
    case .indexed(let index) where index < 8: ["\(base + Int(index))"]
    case .indexed(let index) where index < 16: ["\(base + 52 + Int(index))"]
    case .indexed(let index): ["\(base + 8)", "5", "\(index)"]
    case .rgb(let red, let green, let blue): ["\(base + 8)", "2", "\(red)", "\(green)", "\(blue)"]
    }
  }
}
