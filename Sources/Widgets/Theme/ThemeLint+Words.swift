import Cells

extension ThemeLint.Finding: CustomStringConvertible {
  /// Place, what was found, what was expected.
  public var description: String { "\(place): \(place.key): \(fault)" }
}

extension ThemeLint.Fault: CustomStringConvertible {
  /// What was found and expected.
  public var description: String {
    switch self {
    case .noGround:
      "the background is the terminal's own; expected ground = \"dark\" or \"light\": the terminals it is for"
    case .contrast(let found, let least, let behind, let depth):
      "contrast \(found.cut) on \(behind) in \(depth.words), expected \(least) at least"
    case .alike(let found, let least, let other, let depth):
      "differs from \(other) by \(found.cut) to eyes without green in \(depth.words), "
        + "expected \(least) at least"
    case .sameSign(let sign, let other, let glyphs):
      "has the sign of \(other), \(sign)\(glyphs == .ascii ? " in ASCII" : "")"
    case .sameColour(let name, let other): "has the colour of \(other), \(name)"
    }
  }
}

extension ColorDepth {
  /// "256 colours".
  public var words: String {
    switch self {
    case .mono: "no colour"
    case .sixteen: "16 colours"
    case .palette: "256 colours"
    case .direct: "24 bits"
    }
  }
}

extension Double {
  /// Two places, never rounded up to what was expected.
  fileprivate var cut: Double { (self * 100).rounded(.down) / 100 }
}
