/// Where a figure lies and how large it is, in pixels.
struct Place: Sendable {
  let center: SIMD2<Float>
  let radius: Float

  /// Radii as parts of an image's side: the largest figure is four times the smallest.
  static let radii: ClosedRange<Float> = 0.0625...0.25
  /// Two figures overlap, but their centres are at least this part of the sum of their radii apart: with large figures
  /// drawn first some of each stays visible.
  static let closest: Float = 0.7

  /// Random places that overlap here and there, the largest first.
  static func scattered(_ count: Int, side: Int, random: inout RandomStream) -> [Place] {
    let sizes = (0..<count).map { _ in Float(side) * random.logUniform(radii) }.sorted(by: >)
    var places: [Place] = []
    for size in sizes {
      var place = anywhere(in: side, radius: size, random: &random)
      // NOTE: a figure that finds no room shrinks a little with every try, so that this ends.
      while !places.allSatisfy(place.isClear(of:)) {
        place = anywhere(in: side, radius: 0.995 * place.radius, random: &random)
      }
      places.append(place)
    }
    return places
  }

  /// Anywhere in the image; up to a quarter of the radius may lie outside.
  private static func anywhere(in side: Int, radius: Float, random: inout RandomStream) -> Place {
    let inside = 0.75 * radius...Float(side) - 0.75 * radius
    return Place(center: SIMD2(random.uniform(inside), random.uniform(inside)), radius: radius)
  }

  private func isClear(of other: Place) -> Bool {
    (center - other.center).length >= Self.closest * (radius + other.radius)
  }
}
