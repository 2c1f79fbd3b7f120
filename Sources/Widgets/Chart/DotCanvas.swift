import Cells

/// A grid of dots, two across and four down in every cell, and whose each cell is.
struct DotCanvas {
  let size: Size
  /// Braille patterns, one a cell, as in Unicode: U+2800 plus these bits.
  private var patterns: [UInt8]
  private var owners: [Int]

  init(size: Size) {
    self.size = size
    patterns = Array(repeating: 0, count: size.width * size.height)
    owners = Array(repeating: 0, count: patterns.count)
  }

  var columns: Int { size.width * 2 }
  var rows: Int { size.height * 4 }

  /// Sets the dot; a cell belongs to whoever came last, so that no dot is seen in another's colour.
  mutating func set(column: Int, row: Int, owner: Int) {
    guard (0..<columns).contains(column), (0..<rows).contains(row) else { return }
    let cell = row / 4 * size.width + column / 2
    if owners[cell] != owner { patterns[cell] = 0 }
    patterns[cell] |= Self.bits[column % 2][row % 4]
    owners[cell] = owner
  }

  private static let bits: [[UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]

  /// Whether cells of one row, counted from the canvas's left, hold no dot.
  func isEmpty(row: Int, columns: Range<Int>) -> Bool {
    guard (0..<size.height).contains(row) else { return true }
    return columns.clamped(to: 0..<size.width).allSatisfy { patterns[row * size.width + $0] == 0 }
  }

  /// Puts the cells that hold a dot into the rectangle, in the style of their owner.
  func draw(
    in rect: Rect, on buffer: inout CellBuffer, glyph: (_ pattern: UInt8) -> Character,
    style: (_ owner: Int) -> Style
  ) {
    for row in 0..<size.height {
      for column in 0..<size.width {
        let cell = row * size.width + column
        guard patterns[cell] != 0 else { continue }
        let place = Point(column: rect.left + column, row: rect.top + row)
        buffer.put(glyph(patterns[cell]), at: place, style(owners[cell]))
      }
    }
  }
}

extension GlyphSet {
  /// The glyph nearest to a braille pattern.
  func glyph(ofDots pattern: UInt8) -> Character {
    switch self {
    case .braille: Character(Unicode.Scalar(0x2800 + UInt32(pattern))!)
    case .blocks: pattern & 0x1B == 0 ? "▄" : pattern & 0xE4 == 0 ? "▀" : "█"
    case .ascii: Self.asciiForms[Int(pattern)]
    }
  }

  /// The glyph for dots that lie behind others: fainter where braille is not there to tell them apart.
  func shade(ofDots pattern: UInt8) -> Character {
    switch self {
    case .braille: glyph(ofDots: pattern)
    case .blocks: "░"
    case .ascii: pattern.nonzeroBitCount > 2 ? ":" : "."
    }
  }

  private static let asciiForms: [Character] = (0..<256).map { asciiForm(ofDots: UInt8($0)) }

  /// A stroke that runs as the dots do.
  private static func asciiForm(ofDots pattern: UInt8) -> Character {
    let left = [0x01, 0x02, 0x04, 0x40].map { pattern & $0 != 0 }
    let right = [0x08, 0x10, 0x20, 0x80].map { pattern & $0 != 0 }
    let rows = zip(left, right).map { $0 || $1 }
    guard let top = rows.firstIndex(of: true), let bottom = rows.lastIndex(of: true) else { return " " }
    if let slope = slope(left, right), abs(slope) >= 2 { return slope > 0 ? "\\" : "/" }
    switch (top, bottom) {
    case (0, 0), (0, 1): return "'"
    case (1, 1), (1, 2), (2, 2): return "-"
    case (3, 3): return left[3] && right[3] ? "_" : "."
    case (2, 3): return "."
    default: return "|"
    }
  }

  /// How many rows the right column lies below the left one, where each is a single dot.
  private static func slope(_ left: [Bool], _ right: [Bool]) -> Int? {
    guard left.filter({ $0 }).count == 1, right.filter({ $0 }).count == 1 else { return nil }
    return right.firstIndex(of: true)! - left.firstIndex(of: true)!
  }
}
