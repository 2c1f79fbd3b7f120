import Annotations
import Recipes

extension Recipe.Loss {
  /// What the ECM loss demands of each class: what this recipe's loss asks for, or, for another loss, what ECM with the
  /// authors' settings would, to be compared with what is attained.
  func margins(of frequencies: ClassFrequencies) -> EffectiveMargins {
    EffectiveMargins(
      positives: counts == .instances ? frequencies.instanceCounts : frequencies.imageCounts,
      backgroundToForeground: backgroundToForeground)
  }

  /// ρ of these margins.
  var backgroundToForeground: Double {
    guard case .effectiveClassMargin(_, let ratio) = self else {
      return EffectiveMargins.publishedBackgroundToForeground
    }
    return ratio
  }

  private var counts: ClassCounts {
    if case .effectiveClassMargin(let counts, _) = self { counts } else { .instances }
  }
}
