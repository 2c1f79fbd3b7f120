import Foundation
import Images

/// A square image being drawn, and which figure is on top at each pixel.
struct Canvas {
  /// The owner of pixels that show the backdrop.
  static let noOwner = UInt8.max

  let side: Int
  private(set) var pixels: [Color]
  /// Row-major: the index of the figure that covers most of the pixel, the one drawn last if several do.
  private(set) var owners: [UInt8]

  init(side: Int, backdrop: Backdrop, grain: inout RandomStream) {
    self.side = side
    owners = [UInt8](repeating: Self.noOwner, count: side * side)
    pixels = [Color](unsafeUninitializedCapacity: side * side) { pixels, count in
      for y in 0..<side {
        for x in 0..<side {
          let color = backdrop.color(x: Float(x) + 0.5, y: Float(y) + 0.5)
          pixels[y * side + x] = backdrop.grained(color, &grain)
        }
      }
      count = side * side
    }
  }

  /// Draws a figure over what is there; it owns the pixels whose centres lie inside its outline.
  mutating func draw(_ figure: Figure, as owner: UInt8) {
    precondition(owner != Self.noOwner, "a canvas holds up to \(Self.noOwner) figures")
    let place = figure.place
    let toFigure = SIMD2(cos(figure.angle), sin(figure.angle)) / place.radius
    let pixel = 1 / place.radius
    for y in span(around: place.center.y, radius: place.radius) {
      for x in span(around: place.center.x, radius: place.radius) {
        let offset = SIMD2(Float(x) + 0.5, Float(y) + 0.5) - place.center
        let point = SIMD2(offset.dot(toFigure), offset.y * toFigure.x - offset.x * toFigure.y)
        let distance = figure.outline.distance(point)
        let opacity = coverage(ofDistance: distance, pixel: pixel)
        guard opacity > 0 else { continue }
        let accent = figure.fill.accent(at: point, distance: distance, pixel: pixel)
        let shade = 1 + offset.dot(figure.light) * pixel
        let color = (figure.base + (figure.accent - figure.base) * accent) * shade
        let index = y * side + x
        pixels[index] += (color - pixels[index]) * opacity
        if distance < 0 { owners[index] = owner }
      }
    }
  }

  /// The finished image, 8 bits a channel.
  func image() -> RGBImage {
    let bytes = [UInt8](unsafeUninitializedCapacity: 3 * pixels.count) { bytes, count in
      for index in pixels.indices {
        let scaled = (pixels[index] * 255).rounded(.toNearestOrEven).clamped(
          lowerBound: .zero, upperBound: SIMD3(repeating: 255))
        bytes[3 * index] = UInt8(scaled.x)
        bytes[3 * index + 1] = UInt8(scaled.y)
        bytes[3 * index + 2] = UInt8(scaled.z)
      }
      count = 3 * pixels.count
    }
    return RGBImage(size: PixelSize(width: side, height: side), pixels: bytes)
  }

  /// The pixels along one axis that a figure may touch.
  private func span(around center: Float, radius: Float) -> Range<Int> {
    let reach = radius * Outline.reach + 1
    let first = min(max(Int(center - reach), 0), side)
    return first..<max(first, min(Int(center + reach) + 1, side))
  }
}
