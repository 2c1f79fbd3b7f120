/// A rectangle of cells to draw on. Whatever falls outside is dropped, so a widget never asks how big it is twice.
public struct CellBuffer: Equatable, Sendable {
  /// Columns and rows.
  public let size: Size
  /// The glyphs whoever shows it can show; what is written takes its form in them.
  public let glyphs: GlyphSet
  /// Row by row, from the top left.
  private(set) var cells: [Cell]

  /// An empty buffer, its cells blank in one style.
  public init(size: Size, glyphs: GlyphSet = .braille, style: Style = .plain) {
    self.size = size
    self.glyphs = glyphs
    cells = Array(repeating: .blank(style), count: size.width * size.height)
  }

  /// All of it.
  public var bounds: Rect { Rect(size) }

  /// The cell at a place, blank outside.
  public subscript(column: Int, row: Int) -> Cell {
    guard bounds.contains(Point(column: column, row: row)) else { return .blank() }
    return cells[row * size.width + column]
  }

  /// The cells of one row from left to right.
  func row(_ row: Int) -> ArraySlice<Cell> {
    cells[(row * size.width)..<((row + 1) * size.width)]
  }

  /// Puts one glyph at a place; a wide one that only half fits leaves a blank.
  public mutating func put(_ character: Character, at point: Point, _ style: Style = .plain) {
    put(character, columns: character.columns, at: point, style, in: bounds)
  }

  /// Writes a text from a place to the right, as far as the clip goes.
  /// - Returns: the column after the last one it takes, clipped or not.
  @discardableResult
  public mutating func write(
    _ text: some StringProtocol, at point: Point, _ style: Style = .plain, in clip: Rect? = nil
  ) -> Int {
    let visible = (clip ?? bounds).intersection(bounds)
    var point = point
    for character in text {
      let columns = character == "\t" ? 1 : character.columns
      guard columns > 0 else { continue }
      put(character == "\t" ? " " : character, columns: columns, at: point, style, in: visible)
      point.column += columns
    }
    return point.column
  }

  /// Fills a rectangle with one glyph of one column.
  public mutating func fill(_ rect: Rect, with character: Character = " ", _ style: Style = .plain) {
    let visible = rect.intersection(bounds)
    for row in visible.top..<visible.bottom {
      for column in visible.left..<visible.right {
        put(character, columns: 1, at: Point(column: column, row: row), style, in: visible)
      }
    }
  }

  /// Changes the style of every cell in a rectangle, its glyphs staying.
  public mutating func restyle(_ rect: Rect, _ change: (Style) -> Style) {
    let visible = rect.intersection(bounds)
    for row in visible.top..<visible.bottom {
      for index in (row * size.width + visible.left)..<(row * size.width + visible.right) {
        cells[index].style = change(cells[index].style)
      }
    }
  }

  private mutating func put(
    _ character: Character, columns: Int, at point: Point, _ style: Style, in visible: Rect
  ) {
    guard columns == 2 else {
      if columns == 1, visible.contains(point) {
        set(Cell(glyphs.form(of: character.drawn), style), at: point)
      }
      return
    }
    let next = Point(column: point.column + 1, row: point.row)
    let glyph = Cell(glyphs.form(of: character.drawn), style)
    switch (visible.contains(point), visible.contains(next)) {
    case (true, true):
      set(glyph, at: point)
      set(glyph.width == 2 ? .rightHalf(style) : .blank(style), at: next)
    case (true, false): set(.blank(style), at: point)
    case (false, true): set(.blank(style), at: next)
    case (false, false): break
    }
  }

  /// Sets one cell; a wide glyph it cuts in two loses the other half too.
  private mutating func set(_ cell: Cell, at point: Point) {
    let index = point.row * size.width + point.column
    let old = cells[index]
    if old.width == 0, point.column > 0 { cells[index - 1] = .blank(cells[index - 1].style) }
    if old.width == 2, point.column + 1 < size.width { cells[index + 1] = .blank(cells[index + 1].style) }
    cells[index] = cell
  }
}
