/// The outline of a figure in its own coordinates: about the unit disc, x to the right, y down.
enum Outline: String, CaseIterable, Sendable {
  case disc, square, triangle, star, cross, ring, semicircle, rod
  case crescent, corner, hourglass

  /// The outlines that classes are made of.
  static let ofClasses: [Outline] = [.disc, .square, .triangle, .star, .cross, .ring, .semicircle, .rod]
  /// The outlines that belong to no class.
  static let ofDistractors: [Outline] = [.crescent, .corner, .hourglass]

  /// Every outline lies within this distance of the centre.
  static let reach: Float = 1.1

  /// Signed distance of a point from the outline, negative inside.
  ///
  /// Exact near the outline's smooth parts, which is all that antialiasing needs; at corners a lower bound.
  func distance(_ point: SIMD2<Float>) -> Float {
    switch self {
    case .disc: point.length - 0.88
    case .square: Self.box(point, halfSize: SIMD2(0.76, 0.76))
    case .triangle: Self.triangle(point)
    case .star: Self.star(point, radius: 1.06, inner: 0.45)
    case .cross:
      min(Self.box(point, halfSize: SIMD2(0.95, 0.31)), Self.box(point, halfSize: SIMD2(0.31, 0.95)))
    case .ring: abs(point.length - 0.68) - 0.25
    case .semicircle: max((point + SIMD2(0, 0.42)).length - 1, -point.y - 0.42)
    case .rod: SIMD2(max(abs(point.x) - 0.68, 0), point.y).length - 0.32
    case .crescent: max(point.length - 0.92, 0.72 - (point - SIMD2(0.48, 0)).length)
    case .corner:
      min(
        Self.box(point + SIMD2(0.5, 0), halfSize: SIMD2(0.26, 0.78)),
        Self.box(point - SIMD2(0, 0.52), halfSize: SIMD2(0.76, 0.26)))
    case .hourglass: max(abs(point.y) - 0.85, (abs(point.x) - 0.85 * abs(point.y) - 0.08) * 0.76)
    }
  }

  private static func box(_ point: SIMD2<Float>, halfSize: SIMD2<Float>) -> Float {
    max(abs(point.x) - halfSize.x, abs(point.y) - halfSize.y)
  }

  /// Equilateral, one corner up: the largest distance from its three sides.
  private static func triangle(_ point: SIMD2<Float>) -> Float {
    max(point.y, 0.866_025_4 * abs(point.x) - 0.5 * point.y) - 0.53
  }

  /// Five-pointed: the plane folded twice into the wedge of one point.
  private static func star(_ point: SIMD2<Float>, radius: Float, inner: Float) -> Float {
    let first = SIMD2<Float>(0.809_017, -0.587_785_25)
    let second = SIMD2<Float>(-0.809_017, -0.587_785_25)
    var folded = SIMD2(abs(point.x), point.y)
    folded -= first * (2 * max(folded.dot(first), 0))
    folded -= second * (2 * max(folded.dot(second), 0))
    folded = SIMD2(abs(folded.x), folded.y - radius)
    let edge = SIMD2(-first.y, first.x) * inner - SIMD2(0, 1)
    let along = min(max(folded.dot(edge) / edge.dot(edge), 0), radius)
    let distance = (folded - edge * along).length
    return folded.y * edge.x - folded.x * edge.y < 0 ? -distance : distance
  }
}

extension SIMD2<Float> {
  var length: Float { (x * x + y * y).squareRoot() }

  func dot(_ other: SIMD2<Float>) -> Float { x * other.x + y * other.y }
}
