import Cells

/// Cells as a vector drawing, as a terminal shows them: dots, bars and lines drawn as shapes that meet whatever the
/// fonts are, everything else as text that stays on its grid.
public struct SVGPicture {
  /// Of a cell, in units of the drawing.
  private static let (width, height) = (8, 16)
  private static let fontSize = 13.2
  private static let baseline = 12

  private let buffer: CellBuffer
  private let ground: Theme.Ground

  /// - Parameter ground: the colours of a terminal that has none of its own.
  public init(_ buffer: CellBuffer, on ground: Theme.Ground) {
    self.buffer = buffer
    self.ground = ground
  }

  /// The drawing, a whole document.
  public var text: String {
    let size = (width: buffer.size.width * Self.width, height: buffer.size.height * Self.height)
    var lines = [
      #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \#(size.width) \#(size.height)" "#
        + #"width="\#(size.width)" height="\#(size.height)" font-size="\#(Self.fontSize)" "#
        + #"font-family="DejaVu Sans Mono,Menlo,Consolas,monospace" xml:space="preserve">"#,
      #"<rect width="100%" height="100%" fill="\#(ground.background)"/>"#,
    ]
    for row in 0..<buffer.size.height { lines += runs(of: row).flatMap { drawing(of: $0, row: row) } }
    return (lines + ["</svg>", ""]).joined(separator: "\n")
  }

  /// Neighbours of one style.
  private struct Run {
    let style: Style
    let column: Int
    var cells: [Cell]
  }

  private func runs(of row: Int) -> [Run] {
    (0..<buffer.size.width).reduce(into: []) { runs, column in
      let cell = buffer[column, row]
      if runs.last?.style == cell.style {
        runs[runs.count - 1].cells.append(cell)
      } else {
        runs.append(Run(style: cell.style, column: column, cells: [cell]))
      }
    }
  }

  private func drawing(of run: Run, row: Int) -> [String] {
    let colours = colours(of: run.style)
    let (left, top) = (run.column * Self.width, row * Self.height)
    var lines: [String] = []
    if let behind = colours.behind {
      lines.append(
        #"<rect x="\#(left)" y="\#(top)" width="\#(run.cells.count * Self.width)" height="\#(Self.height)" "#
          + #"fill="\#(behind)"/>"#)
    }
    var (path, letters, places) = ("", "", [String]())
    for (offset, cell) in run.cells.enumerated() where cell.width > 0 && cell.character != " " {
      let x = left + offset * Self.width
      if let shape = GlyphShape(of: cell.character) {
        path += shape.path(x: x, y: top, width: Self.width, height: Self.height)
      } else {
        letters += Self.escaped(cell.character)
        // A place for every scalar: marks stay where their letter is.
        places += cell.character.unicodeScalars.map { _ in String(x) }
      }
    }
    let opacity = run.style.attributes.contains(.dim) ? #" opacity="0.6""# : ""
    if !path.isEmpty { lines.append(#"<path d="\#(path)" fill="\#(colours.text)"\#(opacity)/>"#) }
    if !letters.isEmpty {
      lines.append(
        #"<text x="\#(places.joined(separator: " "))" y="\#(top + Self.baseline)" fill="\#(colours.text)""#
          + #"\#(opacity)\#(Self.face(of: run.style))>\#(letters)</text>"#)
    }
    return lines
  }

  private func colours(of style: Style) -> (text: String, behind: String?) {
    let text = style.foreground.seen.map { "\($0)" } ?? ground.text
    let behind = style.background.seen.map { "\($0)" }
    return style.attributes.contains(.reverse) ? (behind ?? ground.background, text) : (text, behind)
  }

  private static func face(of style: Style) -> String {
    let faces: [(Style.Attributes, String)] = [
      (.bold, #" font-weight="bold""#), (.italic, #" font-style="italic""#),
      (.underline, #" text-decoration="underline""#),
    ]
    return faces.filter { style.attributes.contains($0.0) }.map(\.1).joined()
  }

  private static func escaped(_ character: Character) -> String {
    switch character {
    case "<": "&lt;"
    case ">": "&gt;"
    case "&": "&amp;"
    default: String(character)
    }
  }
}

extension Theme.Ground {
  /// The background of a terminal that has none of its own.
  fileprivate var background: String { self == .dark ? "#111111" : "#ffffff" }
  /// Its text.
  fileprivate var text: String { self == .dark ? "#d8d8d8" : "#202020" }
}
