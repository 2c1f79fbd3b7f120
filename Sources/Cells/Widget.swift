/// Something drawn as a value: it reads itself and writes cells, at every size, an empty rectangle included.
public protocol Widget {
  /// Draws itself into the rectangle and nowhere else.
  func render(in rect: Rect, on buffer: inout CellBuffer)
}

/// Draws nothing.
public struct EmptyWidget: Widget {
  /// A widget that leaves its rectangle as it is.
  public init() {}

  /// Leaves the buffer as it is.
  public func render(in rect: Rect, on buffer: inout CellBuffer) {}
}

extension CellBuffer {
  /// The picture of one widget that fills the buffer.
  public init(drawing widget: some Widget, size: Size, glyphs: GlyphSet = .braille) {
    self.init(size: size, glyphs: glyphs)
    widget.render(in: bounds, on: &self)
  }
}
