import Losses
import Recipes

extension Recipe.Loss {
  /// The loss itself. Called on the training queue, as it holds tensors.
  ///
  /// - Parameter featureShape: of a pooled region, channels first.
  func classificationLoss(_ data: RunData, seed: UInt64, featureShape: [Int]) -> any ClassificationLoss {
    let classCount = data.categories.count
    let (images, instances) = (data.frequencies.imageCounts, data.frequencies.instanceCounts)
    switch self {
    case .effectiveClassMargin: return EffectiveClassMarginLoss(margins: data.margins)
    case .softmaxCrossEntropy: return SoftmaxCrossEntropy(classCount: classCount)
    case .sigmoidCrossEntropy(let prior): return SigmoidCrossEntropy(classCount: classCount, prior: prior)
    case .federated(let prior, let classesPerStep, let power):
      return FederatedLoss(
        imageCounts: images, power: power, setSize: classesPerStep, prior: prior, seed: seed)
    case .equalization(let prior, let rareBelow):
      let imageCount = data.train.dataset.images.count
      return EqualizationLoss(
        imageFrequencies: images.map { Double($0) / Double(max(imageCount, 1)) },
        threshold: rareBelow.share(of: imageCount), prior: prior)
    case .equalizationV2(let prior, let gamma, let mu, let alpha):
      return EqualizationLossV2(classCount: classCount, gamma: gamma, mu: mu, alpha: alpha, prior: prior)
    case .balancedGroupSoftmax(let edges, let others):
      return BalancedGroupSoftmax(
        instanceCounts: instances, binEdges: edges, othersPerForeground: others, seed: seed)
    case .seesaw(let p, let q): return SeesawLoss(classCount: classCount, mitigation: p, compensation: q)
    case .equilibrium(let settings):
      return EquilibriumLoss(
        classCount: classCount, momentum: settings.scoreMomentum, initialScore: settings.initialScore,
        memory: FeatureMemory(
          classCount: classCount, featureShape: featureShape, capacity: settings.queueSize,
          recalledClasses: settings.recalledClasses, recalledFeatures: settings.recalledFeatures, seed: seed))
    }
  }
}
