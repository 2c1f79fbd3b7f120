import Cells

/// A box in the middle, over whatever is there, as large as its content where there is room.
public struct Overlay<Content: Widget>: Widget {
  private let title: String
  private let detail: String
  private let size: Size
  private let theme: Theme
  private let content: Content

  /// A box around content of that size.
  public init(_ title: String, detail: String = "", size: Size, theme: Theme, content: Content) {
    self.title = title
    self.detail = detail
    self.size = size
    self.theme = theme
    self.content = content
  }

  /// Empties the middle, then draws the box there.
  public func render(in rect: Rect, on buffer: inout CellBuffer) {
    let place = rect.centered(Size(width: size.width + 4, height: size.height + 2))
    buffer.fill(place, theme.text)
    Box(title, detail: detail, isFocused: true, theme: theme, content: content).render(in: place, on: &buffer)
  }
}

extension Rect {
  /// A rectangle of that size in the middle, as much of it as there is room for.
  fileprivate func centered(_ size: Size) -> Rect {
    let width = min(size.width, self.width)
    let height = min(size.height, self.height)
    return Rect(
      left: left + (self.width - width) / 2, top: top + (self.height - height) / 2, width: width,
      height: height)
  }
}
