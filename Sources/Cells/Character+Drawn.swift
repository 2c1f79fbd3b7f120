import LegibleText

extension Character {
  /// Scalars of the longest glyph: an emoji of four people, each with a tone of skin, has eleven.
  private static let mostScalars = 16

  /// The glyph as a terminal may get it: without what acts instead of being drawn, and without a flood of marks.
  var drawn: Character {
    let scalars = unicodeScalars
    guard utf8.count > 4, scalars.count > 1 else { return self }
    var kept = String.UnicodeScalarView()
    var marks = 0
    for scalar in scalars.prefix(Self.mostScalars) where !scalar.isDeceptive {
      marks = scalar.isCombining ? marks + 1 : 0
      if marks <= mostCombiningMarks { kept.append(scalar) }
    }
    // Fewer scalars of one glyph are one glyph still.
    return String(kept).first ?? " "
  }
}
