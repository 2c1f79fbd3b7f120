import CCurses
import Cells

/// Writes runs of cells through ncurses.
struct Pen {
  /// How many colours of the palette the terminal takes.
  let colors: Int

  /// Writes the cells, those of one style together.
  func draw(_ run: CellRun) {
    var text: [wchar_t] = []
    var column = run.start.column
    var start = column
    var style = run.cells.first?.style ?? .plain
    for cell in run.cells {
      if cell.style != style {
        write(text, at: Point(column: start, row: run.start.row), style)
        (text, start, style) = ([], column, cell.style)
      }
      if cell.width > 0 { text += Self.wideCharacters(of: cell) }
      column += 1
    }
    write(text, at: Point(column: start, row: run.start.row), style)
  }

  private func write(_ text: [wchar_t], at place: Point, _ style: Style) {
    guard !text.isEmpty else { return }
    let (foreground, brightens) = index(style.foreground)
    var attributes = style.attributes
    if brightens { attributes.insert(.bold) }
    cc_put(
      Int32(place.column), Int32(place.row), text, Int32(text.count), foreground, index(style.background).0,
      attributes.bits)
  }

  /// A terminal of eight colours shows the bright ones as the dark ones in bold.
  private func index(_ color: Color) -> (index: Int32, brightens: Bool) {
    switch color {
    case .default: (-1, false)
    case .indexed(let index) where Int(index) < colors: (Int32(index), false)
    case .indexed(let index) where index < 16: (Int32(index) - 8, true)
    case .indexed: (-1, false)
    case .rgb(let red, let green, let blue): (Int32(red) << 16 | Int32(green) << 8 | Int32(blue), false)
    }
  }

  /// The cell as the C library counts columns: what it measures otherwise is cut to its first scalar, or shown as
  /// question marks, because a glyph of another width would shift the rest of the row.
  private static func wideCharacters(of cell: Cell) -> [wchar_t] {
    let scalars = cell.character.unicodeScalars
    let first = scalars[scalars.startIndex]
    if first.isASCII, scalars.count == 1 { return [wchar_t(first.value)] }
    switch Int(cc_width(first.value)) {
    case cell.width:
      return [wchar_t(first.value)] + scalars.dropFirst().prefix(4).compactMap(combining)
    case 1 where cell.width == 2:
      return [wchar_t(first.value), wchar_t(UInt8(ascii: " "))]
    default:
      return Array(repeating: wchar_t(UInt8(ascii: "?")), count: cell.width)
    }
  }

  private static func combining(_ scalar: Unicode.Scalar) -> wchar_t? {
    let joins = scalar.value == 0x200D || scalar.properties.isVariationSelector
    return !joins && cc_width(scalar.value) == 0 ? wchar_t(scalar.value) : nil
  }
}

extension Style.Attributes {
  fileprivate var bits: Int32 {
    let table: [(Self, Int32)] = [
      (.bold, Int32(CC_BOLD)), (.dim, Int32(CC_DIM)), (.underline, Int32(CC_UNDERLINE)),
      (.reverse, Int32(CC_REVERSE)), (.italic, Int32(CC_ITALIC)),
    ]
    return table.reduce(0) { contains($1.0) ? $0 | $1.1 : $0 }
  }
}
