/// A glyph that is a figure of its cell: dots of braille, bars, and the lines of boxes.
enum GlyphShape {
  /// Dots of a braille pattern, as in Unicode.
  case dots(UInt8)
  /// A part of the cell, from 0 to 1 from its left and top.
  case bar(left: Double, top: Double, right: Double, bottom: Double)
  /// Lines from the middle to the sides, with how thick each is.
  case lines(up: Double, down: Double, left: Double, right: Double)

  /// nil for letters, signs and whatever else is drawn by a font.
  init?(of character: Character) {
    guard let scalar = character.unicodeScalars.first, character.unicodeScalars.count == 1 else { return nil }
    switch scalar.value {
    case 0x2800...0x28FF: self = .dots(UInt8(scalar.value - 0x2800))
    case 0x2581...0x2588:
      self = .bar(left: 0, top: 1 - Double(scalar.value - 0x2580) / 8, right: 1, bottom: 1)
    case 0x2589...0x258F: self = .bar(left: 0, top: 0, right: Double(0x2590 - scalar.value) / 8, bottom: 1)
    case 0x2580: self = .bar(left: 0, top: 0, right: 1, bottom: 0.5)
    default:
      guard let ends = Self.boxes[character] else { return nil }
      self = .lines(up: ends[0], down: ends[1], left: ends[2], right: ends[3])
    }
  }

  /// The outline, filled, of the glyph in a cell.
  func path(x: Int, y: Int, width: Int, height: Int) -> String {
    let (x, y, width, height) = (Double(x), Double(y), Double(width), Double(height))
    switch self {
    case .dots(let pattern): return Self.dots(pattern, x: x, y: y, width: width, height: height)
    case .bar(let left, let top, let right, let bottom):
      return Self.rectangle(x + left * width, y + top * height, x + right * width, y + bottom * height)
    case .lines(let up, let down, let left, let right):
      let (middle, centre) = (x + width / 2, y + height / 2)
      let most = [up, down, left, right].max() ?? 0
      let sides = [
        (up, middle - up / 2, y, middle + up / 2, centre + most / 2),
        (down, middle - down / 2, centre - most / 2, middle + down / 2, y + height),
        (left, x, centre - left / 2, middle + most / 2, centre + left / 2),
        (right, middle - most / 2, centre - right / 2, x + width, centre + right / 2),
      ]
      return sides.filter { $0.0 > 0 }.map { Self.rectangle($0.1, $0.2, $0.3, $0.4) }.joined()
    }
  }

  private static func dots(_ pattern: UInt8, x: Double, y: Double, width: Double, height: Double) -> String {
    let places: [(bit: UInt8, column: Double, row: Double)] = [
      (0x01, 0, 0), (0x02, 0, 1), (0x04, 0, 2), (0x40, 0, 3), (0x08, 1, 0), (0x10, 1, 1), (0x20, 1, 2),
      (0x80, 1, 3),
    ]
    let radius = 1.1
    return places.filter { pattern & $0.bit != 0 }.map { place in
      let left = x + width * (0.25 + 0.5 * place.column) - radius
      let centre = y + height * (0.125 + 0.25 * place.row)
      return "M\(short(left)) \(short(centre))a1.1 1.1 0 1 0 2.2 0a1.1 1.1 0 1 0-2.2 0z"
    }.joined()
  }

  private static func rectangle(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double) -> String {
    "M\(short(left)) \(short(top))H\(short(right))V\(short(bottom))H\(short(left))z"
  }

  /// A tenth of a unit is finer than anyone sees.
  private static func short(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? String(tenths / 10) : "\(Double(tenths) / 10)"
  }

  private static let boxes: [Character: [Double]] = {
    let (light, heavy) = (1.2, 2.6)
    var boxes: [Character: [Double]] = [
      "╌": [0, 0, light * 0.7, light * 0.7], "┊": [light * 0.7, light * 0.7, 0, 0],
    ]
    // Each string: horizontal, vertical, four corners, four tees, cross, as in BoxGlyphs.
    for (glyphs, thickness) in [("─│┌┐└┘├┤┬┴┼", light), ("━┃┏┓┗┛┣┫┳┻╋", heavy), ("═║╔╗╚╝╠╣╦╩╬", heavy)] {
      let sides: [[Double]] = [
        [0, 0, 1, 1], [1, 1, 0, 0], [0, 1, 0, 1], [0, 1, 1, 0], [1, 0, 0, 1], [1, 0, 1, 0], [1, 1, 0, 1],
        [1, 1, 1, 0], [0, 1, 1, 1], [1, 0, 1, 1], [1, 1, 1, 1],
      ]
      for (glyph, ends) in zip(glyphs, sides) { boxes[glyph] = ends.map { $0 * thickness } }
    }
    return boxes
  }()
}
