import Cells

/// A frame around a widget, its title and a detail set into the upper border.
public struct Box<Content: Widget>: Widget {
  private let title: String
  private let detail: String
  private let isFocused: Bool
  private let theme: Theme
  private let content: Content

  /// A frame with its title at the left and a detail at the right; the one with the focus has heavier lines.
  public init(_ title: String, detail: String = "", isFocused: Bool = false, theme: Theme, content: Content) {
    self.title = title
    self.detail = detail
    self.isFocused = isFocused
    self.theme = theme
    self.content = content
  }

  /// Draws the frame, then the content inside.
  public func render(in rect: Rect, on buffer: inout CellBuffer) {
    guard rect.width >= 2, rect.height >= 2 else { return content.render(in: rect, on: &buffer) }
    let lines = isFocused ? buffer.glyphs.focusedBox : buffer.glyphs.box
    buffer.frame(rect, lines, isFocused ? theme.focus : theme.border)
    drawTitles(in: rect.row(0).inset(left: 2, right: 2), on: &buffer)
    let margin = rect.width >= 12 ? 2 : 1
    content.render(in: rect.inset(left: margin, top: 1, right: margin, bottom: 1), on: &buffer)
  }

  private func drawTitles(in row: Rect, on buffer: inout CellBuffer) {
    let title = self.title.isEmpty ? "" : " " + self.title.fitted(to: row.width - 2) + " "
    let style = isFocused ? theme.focus : theme.title
    let end = buffer.write(title, at: row.origin, style, in: row)
    let room = row.right - end - 3
    guard !detail.isEmpty, room >= min(detail.columns, 8) else { return }
    let detail = " " + self.detail.fitted(to: room) + " "
    buffer.write(detail, at: Point(column: row.right - detail.columns, row: row.top), theme.faint, in: row)
  }
}

extension CellBuffer {
  /// Draws the four sides of a rectangle.
  mutating func frame(_ rect: Rect, _ lines: BoxGlyphs, _ style: Style) {
    let right = rect.right - 1
    let bottom = rect.bottom - 1
    fill(Rect(left: rect.left, top: rect.top, width: rect.width, height: 1), with: lines.horizontal, style)
    fill(Rect(left: rect.left, top: bottom, width: rect.width, height: 1), with: lines.horizontal, style)
    fill(Rect(left: rect.left, top: rect.top, width: 1, height: rect.height), with: lines.vertical, style)
    fill(Rect(left: right, top: rect.top, width: 1, height: rect.height), with: lines.vertical, style)
    put(lines.topLeft, at: rect.origin, style)
    put(lines.topRight, at: Point(column: right, row: rect.top), style)
    put(lines.bottomLeft, at: Point(column: rect.left, row: bottom), style)
    put(lines.bottomRight, at: Point(column: right, row: bottom), style)
  }
}
