/// The families of colours that tell classes apart.
enum Hue: String, CaseIterable, Sendable {
  case red, green, blue

  /// A colour of this family.
  func color(_ random: inout RandomStream) -> Color {
    Color(
      degrees: random.uniform(degrees), saturation: random.uniform(0.65...1),
      value: random.uniform(0.55...0.95))
  }

  private var degrees: ClosedRange<Float> {
    switch self {
    case .red: -18...18
    case .green: 95...145
    case .blue: 205...245
    }
  }
}

/// Red, green and blue, 0 to 1.
typealias Color = SIMD3<Float>

extension Color {
  /// A colour by hue (0 red, 120 green, 240 blue), saturation and value.
  init(degrees: Float, saturation: Float, value: Float) {
    let turned = SIMD3(5, 3, 1) + (degrees / 60 + 6)
    let sector = turned - 6 * (turned / 6).rounded(.down)
    let share = pointwiseMin(sector, 4 - sector).clamped(lowerBound: .zero, upperBound: .one)
    self = value * (1 - saturation * share)
  }

  /// A colour of no class: yellow, violet or grey.
  static func foreign(_ random: inout RandomStream) -> Color {
    let value = random.uniform(0.5...0.95)
    switch random.integer(below: 3) {
    case 0: return Color(degrees: random.uniform(48...62), saturation: random.uniform(0.65...1), value: value)
    case 1:
      return Color(degrees: random.uniform(280...305), saturation: random.uniform(0.5...0.9), value: value)
    default: return Color(repeating: value)
    }
  }

  /// The second colour of a fill: nearly white or nearly black.
  static func accent(_ random: inout RandomStream) -> Color {
    let value = random.chance(0.5) ? random.uniform(0.85...1) : random.uniform(0...0.2)
    return Color(degrees: random.uniform(0...360), saturation: 0.15, value: value)
  }

  /// A pale or muted colour.
  static func muted(_ random: inout RandomStream) -> Color {
    Color(
      degrees: random.uniform(0...360), saturation: random.uniform(0...0.35),
      value: random.uniform(0.2...0.95))
  }
}
