import Foundation

/// SplitMix64 (Steele, Lea & Flood, OOPSLA 2014): the same numbers on every machine.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number of a range, evenly.
  mutating func uniform(_ range: Range<Double>) -> Double { Double.random(in: range, using: &self) }

  /// A number of a normal distribution around 0.
  mutating func normal(deviation: Double) -> Double {
    deviation * (-2 * log(1 - uniform(0..<1))).squareRoot() * cos(2 * .pi * uniform(0..<1))
  }
}
