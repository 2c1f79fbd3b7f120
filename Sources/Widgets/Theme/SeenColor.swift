import Cells
import Foundation

/// A colour as it leaves the screen, in sRGB.
struct SeenColor: Hashable, CustomStringConvertible {
  let red: UInt8
  let green: UInt8
  let blue: UInt8

  /// Whose eyes see it.
  enum Eye: CaseIterable {
    /// With all three cones.
    case trichromat
    /// Without the green cone: one man in sixteen sees so, or nearly.
    case deuteranope
  }

  init(red: UInt8, green: UInt8, blue: UInt8) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  /// From 0xRRGGBB.
  init(_ hex: UInt32) {
    self.init(red: UInt8(hex >> 16 & 255), green: UInt8(hex >> 8 & 255), blue: UInt8(hex & 255))
  }

  var description: String { "#" + [red, green, blue].map(Self.twoDigits).joined() }

  private static func twoDigits(_ value: UInt8) -> String {
    (value < 16 ? "0" : "") + String(value, radix: 16)
  }

  /// Contrast as WCAG 2.1 defines it, 1 to 21.
  func contrast(with other: SeenColor) -> Double {
    let (brighter, darker) = (max(luminance, other.luminance), min(luminance, other.luminance))
    return (brighter + 0.05) / (darker + 0.05)
  }

  /// CIE76 difference; above 20 plain to see.
  func difference(from other: SeenColor, to eye: Eye) -> Double {
    let differences: [Double] = zip(lab(to: eye), other.lab(to: eye)).map { $0 - $1 }
    return differences.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  private var luminance: Double {
    let linear = linear
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }

  private var linear: [Double] {
    [red, green, blue].map { Self.linear(Double($0) / 255) }
  }

  /// IEC 61966-2-1.
  private static func linear(_ value: Double) -> Double {
    value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }

  /// CIELAB under D65.
  private func lab(to eye: Eye) -> [Double] {
    let rgb = eye == .trichromat ? linear : Self.withoutGreenCone(linear)
    let x = (0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.95047
    let y = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]
    let z = (0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.08883
    let f: [Double] = [x, y, z].map { $0 > 0.008856 ? cbrt($0) : 7.787 * $0 + 16.0 / 116 }
    return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]
  }

  /// Machado, Oliveira and Fernandes 2009, table 1, severity 1.
  private static func withoutGreenCone(_ rgb: [Double]) -> [Double] {
    let rows: [[Double]] = [
      [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881],
    ]
    return rows.map { row in
      let sum = row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2]
      return min(max(sum, 0), 1)
    }
  }
}

extension Color {
  /// What the terminal shows for it, its own sixteen being xterm's; nil where it is the terminal's own.
  var seen: SeenColor? {
    switch self {
    case .default: nil
    case .rgb(let red, let green, let blue): SeenColor(red: red, green: green, blue: blue)
    case .indexed(let index): SeenColor(xtermIndex: index)
    }
  }
}

extension SeenColor {
  /// xterm's own sixteen, in the terminal's order.
  private static let xtermSixteen: [UInt32] = [
    0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
    0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
  ]

  /// An entry of xterm's palette of 256.
  fileprivate init(xtermIndex index: UInt8) {
    switch index {
    case ..<16: self.init(Self.xtermSixteen[Int(index)])
    case 232...:
      let grey = 8 + 10 * (index - 232)
      self.init(red: grey, green: grey, blue: grey)
    default:
      let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
      let cube = Int(index) - 16
      self.init(red: levels[cube / 36], green: levels[cube / 6 % 6], blue: levels[cube % 6])
    }
  }
}
