/// Draws the candidates that a loss looks at: objects up to a share, background for the rest.
struct BalancedSampler {
  /// Candidates drawn from an image, or fewer where it has fewer.
  let count: Int
  /// Share of them that may be objects.
  let objectShare: Double

  /// Indices drawn, each kind in ascending order.
  struct Sample: Equatable {
    let objects: [Int]
    let background: [Int]
    var all: [Int] { objects + background }
  }

  /// A sample of the matches, drawn without replacement.
  func callAsFunction(_ matches: [Match], using generator: inout SamplingGenerator) -> Sample {
    var objects: [Int] = []
    var background: [Int] = []
    for (index, match) in matches.enumerated() {
      switch match {
      case .target: objects.append(index)
      case .background: background.append(index)
      case .ignored: continue
      }
    }
    objects = generator.draw(Int(Double(count) * objectShare), of: objects)
    background = generator.draw(count - objects.count, of: background)
    return Sample(objects: objects, background: background)
  }
}

/// A generator whose whole state is one number, so that a checkpoint can hold it (SplitMix64, Steele et al. 2014).
public struct SamplingGenerator: RandomNumberGenerator, Sendable, Equatable {
  /// The state: a generator of equal state goes on with equal numbers.
  public var state: UInt64

  /// A generator that starts from a seed.
  public init(seed: UInt64) { state = seed }

  /// The next number.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// `count` of the elements in ascending order, or all where there are no more: a Fisher–Yates shuffle cut short.
  mutating func draw(_ count: Int, of elements: [Int]) -> [Int] {
    guard count < elements.count else { return elements }
    var elements = elements
    for place in 0..<count { elements.swapAt(place, Int.random(in: place..<elements.count, using: &self)) }
    return elements.prefix(count).sorted()
  }
}
