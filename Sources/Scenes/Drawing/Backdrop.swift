import Foundation

/// What lies behind the figures: two muted colours mixed by a texture, and grain.
struct Backdrop: Sendable {
  private let texture: Texture
  private let colors: (Color, Color)
  /// Pixels of the image to coordinates of the texture: turned, and scaled to about its period.
  private let axis: SIMD2<Float>
  private let lattice: Lattice
  private let grain: Float

  private enum Texture: CaseIterable {
    case gradient, clouds, stripes, tiles, marble
  }

  /// A random backdrop for a square image.
  init(side: Int, random: inout RandomStream) {
    texture = random.pick(from: Texture.allCases)
    colors = (.muted(&random), .muted(&random))
    let angle = random.uniform(0...(2 * .pi))
    let period = Float(side) * (texture == .gradient ? 1 : random.logUniform(0.06...0.3))
    axis = SIMD2(cos(angle), sin(angle)) / period
    lattice = Lattice(cells: 4 + random.integer(below: 7), side: side, random: &random)
    grain = random.uniform(0.01...0.05)
  }

  /// The colour at a pixel's centre, without grain.
  func color(x: Float, y: Float) -> Color {
    let amount = amount(x: x, y: y)
    return colors.0 + (colors.1 - colors.0) * amount
  }

  /// Makes a pixel a little lighter or darker.
  func grained(_ color: Color, _ random: inout RandomStream) -> Color {
    color + grain * (random.unit() + random.unit() - 1)
  }

  /// How much of the second colour shows, 0 to 1.
  private func amount(x: Float, y: Float) -> Float {
    let u = x * axis.x + y * axis.y
    let v = y * axis.x - x * axis.y
    switch texture {
    case .gradient: return triangleWave(0.5 * u)
    case .clouds: return lattice.value(x: x, y: y)
    case .stripes: return min(max(2 * triangleWave(u) - 0.5, 0), 1)
    case .tiles: return (triangleWave(u) - 0.5) * (triangleWave(v) - 0.5) > 0 ? 0.7 : 0.3
    case .marble: return triangleWave(u + 1.5 * lattice.value(x: x, y: y))
    }
  }

  /// 0 at whole numbers, 1 half-way between.
  private func triangleWave(_ value: Float) -> Float { 2 * abs(value - value.rounded()) }
}

/// Value noise: random heights on a grid over the image, smoothly joined.
private struct Lattice: Sendable {
  private let cells: Int
  private let scale: Float
  private let heights: [Float]

  init(cells: Int, side: Int, random: inout RandomStream) {
    self.cells = cells
    scale = Float(cells) / Float(side)
    heights = (0..<(cells + 2) * (cells + 2)).map { _ in random.unit() }
  }

  func value(x: Float, y: Float) -> Float {
    let column = Int(x * scale)
    let row = Int(y * scale)
    let across = Self.smooth(x * scale - Float(column))
    let down = Self.smooth(y * scale - Float(row))
    let first = row * (cells + 2) + column
    let top = heights[first] + (heights[first + 1] - heights[first]) * across
    let second = first + cells + 2
    let bottom = heights[second] + (heights[second + 1] - heights[second]) * across
    return top + (bottom - top) * down
  }

  private static func smooth(_ value: Float) -> Float { value * value * (3 - 2 * value) }
}
