import Cells
import Testing

/// Expects a widget to look like the picture, trailing spaces aside.
func expect(
  _ widget: some Widget, width: Int, height: Int, glyphs: GlyphSet = .braille, shows picture: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let buffer = CellBuffer(drawing: widget, size: Size(width: width, height: height), glyphs: glyphs)
  let drawn = buffer.text
  #expect(drawn == picture, "drawn:\n\(drawn)", sourceLocation: sourceLocation)
}
