import Foundation

/// A stream of random numbers that depends on nothing but its seed: SplitMix64 (Steele, Lea, Flood 2014).
///
/// The standard library's `random(in:using:)` may change what it makes of the bits, and with it every scene: the
/// few distributions needed are here.
struct RandomStream: Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// The stream of item `index` of `series`: the same whichever thread draws it, and whenever.
  init(seed: UInt64, series: Series, index: Int) {
    let series = Self.mixed(seed ^ Self.mixed(series.rawValue))
    state = Self.mixed(series ^ Self.mixed(UInt64(index) &+ Self.increment))
  }

  /// What a stream decides.
  enum Series: UInt64 {
    case ranks = 1
    case trainCensus
    case validationCensus
    case trainScene
    case validationScene
    case trainGrain
    case validationGrain
  }

  /// The next 64 bits.
  mutating func next() -> UInt64 {
    state &+= Self.increment
    return Self.mixed(state)
  }

  /// A number in 0 ..< 1, of 24 bits.
  mutating func unit() -> Float { Float(next() >> 40) * 0x1p-24 }

  mutating func uniform(_ range: ClosedRange<Float>) -> Float {
    range.lowerBound + (range.upperBound - range.lowerBound) * unit()
  }

  /// Uniform on a logarithmic scale: a doubling is as likely anywhere in the range.
  mutating func logUniform(_ range: ClosedRange<Float>) -> Float {
    range.lowerBound * exp(unit() * log(range.upperBound / range.lowerBound))
  }

  mutating func integer(below bound: Int) -> Int {
    Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  mutating func chance(_ probability: Float) -> Bool { unit() < probability }

  mutating func pick<Element>(from elements: [Element]) -> Element {
    elements[integer(below: elements.count)]
  }

  mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var elements = elements
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, integer(below: last + 1))
    }
    return elements
  }

  private static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

  private static func mixed(_ value: UInt64) -> UInt64 {
    var value = value
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
