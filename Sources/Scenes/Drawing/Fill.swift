/// How a figure is filled from its two colours.
enum Fill: String, CaseIterable, Sendable {
  case solid, striped, dotted, framed

  /// How much of the second colour a point shows, 0 to 1.
  /// - Parameters:
  ///   - point: in the figure's own coordinates.
  ///   - distance: the point's from the outline, negative inside.
  ///   - pixel: the size of a pixel in the figure's coordinates: edges are that soft.
  func accent(at point: SIMD2<Float>, distance: Float, pixel: Float) -> Float {
    switch self {
    case .solid: 0
    case .striped:
      coverage(ofDistance: abs(Self.nearest(point.x, period: 0.5)) - 0.125, pixel: pixel)
    case .dotted:
      coverage(
        ofDistance: SIMD2(Self.nearest(point.x, period: 0.6), Self.nearest(point.y, period: 0.6)).length
          - 0.2,
        pixel: pixel)
    case .framed: coverage(ofDistance: -0.18 - distance, pixel: pixel)
    }
  }

  /// The offset from the nearest multiple of a period.
  private static func nearest(_ value: Float, period: Float) -> Float {
    value - period * (value / period).rounded()
  }
}

/// The part of a pixel that lies inside an edge at this signed distance from its centre, 0 to 1.
func coverage(ofDistance distance: Float, pixel: Float) -> Float {
  min(max(0.5 - distance / pixel, 0), 1)
}
