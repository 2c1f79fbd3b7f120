import Cells

/// A colour of a theme's palette: as it should look, and which of the user's sixteen stands for it.
struct PaletteColor: Equatable {
  let red: UInt8
  let green: UInt8
  let blue: UInt8
  let ansi: UInt8

  /// The nearest the terminal shows; nothing where it shows no colour.
  func resolved(_ depth: ColorDepth) -> Color {
    switch depth {
    case .mono: .default
    case .sixteen: .indexed(ansi)
    case .palette: .indexed(nearestOfPalette)
    case .direct: .rgb(red: red, green: green, blue: blue)
    }
  }

  /// xterm's fixed colours: a cube of six levels from 16 on, greys from 232 on; the user's own sixteen are left alone.
  private var nearestOfPalette: UInt8 {
    let levels = [0, 95, 135, 175, 215, 255]
    func nearest(_ value: UInt8) -> Int {
      levels.indices.min { abs(levels[$0] - Int(value)) < abs(levels[$1] - Int(value)) }!
    }
    let cube = (nearest(red), nearest(green), nearest(blue))
    let grey = min(max((Int(red) + Int(green) + Int(blue)) / 3 - 3, 0) / 10, 23)
    let ofCube = distance(levels[cube.0], levels[cube.1], levels[cube.2])
    let ofGrey = distance(8 + 10 * grey, 8 + 10 * grey, 8 + 10 * grey)
    return UInt8(ofGrey < ofCube ? 232 + grey : 16 + 36 * cube.0 + 6 * cube.1 + cube.2)
  }

  private func distance(_ red: Int, _ green: Int, _ blue: Int) -> Int {
    let (r, g, b) = (red - Int(self.red), green - Int(self.green), blue - Int(self.blue))
    return r * r + g * g + b * b
  }
}

extension PaletteColor {
  /// The user's sixteen by name, in the terminal's order.
  static let ansiNames =
    ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
    + [
      "bright-black", "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta",
      "bright-cyan",
      "bright-white",
    ]

  /// A colour from `#rrggbb` and one of the sixteen by name; nil where either is something else.
  init?(hex: String, ansi: String) {
    let digits = hex.dropFirst()
    guard hex.hasPrefix("#"), digits.count == 6, let value = UInt32(digits, radix: 16),
      let index = Self.ansiNames.firstIndex(of: ansi)
    else { return nil }
    red = UInt8(value >> 16)
    green = UInt8(value >> 8 & 255)
    blue = UInt8(value & 255)
    self.ansi = UInt8(index)
  }
}
