import Cells

extension Rect {
  /// A rectangle of that size in the middle, as much of it as there is room for.
  func centered(width: Int, height: Int) -> Rect {
    let size = Size(width: min(width, self.width), height: min(height, self.height))
    return Rect(
      left: left + (self.width - size.width) / 2, top: top + (self.height - size.height) / 2,
      width: size.width, height: size.height)
  }
}

extension CellBuffer {
  /// Draws a box over whatever is there, its inside emptied first.
  mutating func overlay(_ title: String, in rect: Rect, theme: Theme, content: some Widget) {
    fill(rect, theme.text)
    Box(title, isFocused: true, theme: theme, content: content).render(in: rect, on: &self)
  }
}

/// Lines of pieces, from the top.
struct Lines: Widget {
  let lines: [[Span]]

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    for (index, line) in lines.prefix(rect.height).enumerated() {
      let row = rect.row(index)
      buffer.write(line, at: row.origin, in: row)
    }
  }
}
