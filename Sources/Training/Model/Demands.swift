import Annotations
import Recipes

extension Recipe.Loss {
  /// What the ECM loss demands of each class: what this recipe's loss asks for, or, for another loss, what ECM with the
  /// authors' settings would, to be compared with what is attained.
  func margins(of frequencies: ClassFrequencies) -> EffectiveMargins {
    guard case .effectiveClassMargin(let counts, let ratio) = self else {
      return EffectiveMargins(positives: frequencies.instanceCounts, backgroundToForeground: 6.3313)
    }
    return EffectiveMargins(
      positives: counts == .instances ? frequencies.instanceCounts : frequencies.imageCounts,
      backgroundToForeground: ratio)
  }
}
