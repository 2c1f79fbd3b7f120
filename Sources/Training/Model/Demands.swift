import Annotations
import Losses
import Recipes

extension Recipe.Loss {
  /// What the ECM loss demands of each class: what this recipe's loss asks for, or, for another loss, what ECM with the
  /// authors' settings would, to be compared with what is attained.
  func margins(of frequencies: ClassFrequencies) -> EffectiveMargins {
    switch self {
    case .effectiveClassMargin(let counts, let ratio):
      EffectiveMargins(
        positives: counts == .instances ? frequencies.instanceCounts : frequencies.imageCounts,
        backgroundToForeground: ratio)
    case .softmaxCrossEntropy:
      EffectiveMargins(positives: frequencies.instanceCounts, backgroundToForeground: 6.3313)
    }
  }

  /// The loss itself. Called on the training queue, as it holds tensors.
  func classificationLoss(_ margins: EffectiveMargins, classCount: Int) -> any ClassificationLoss {
    switch self {
    case .effectiveClassMargin: EffectiveClassMarginLoss(margins: margins)
    case .softmaxCrossEntropy: SoftmaxCrossEntropy(classCount: classCount)
    }
  }
}
